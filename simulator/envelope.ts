import { isObject, type JsonObject } from './types.ts'

/** What goes back over HTTP: objects as JSON, buffers as bytes, texts as they are, nothing as an empty body. */
export interface Answer {
  status: number
  headers?: Record<string, string>
  body?: unknown
}

/** One entry of `errors` in a fail item. */
export interface VendorError {
  field?: string
  code: ErrorCode
  message: string
  retryable: boolean
}

/** The item was refused. `key` is what the fail item repeats; the request item itself unless given. */
export interface Refusal {
  errors: VendorError[]
  key?: JsonObject
  /** Leave `key` out of the fail item, as some calls do. */
  keyless?: true
  /** Function status instead of 200. */
  meta_status?: number
}

/** Codes attested for the API. A text with no source behind it is marked in the README. */
const MESSAGES = {
  err_validation_null: 'Field cannot be null',
  err_validation_blank: 'Field cannot be blank',
  err_validation_at_least_one_not_null: 'At least one field must be provided',
  err_validation_value_not_allowed: 'Field must be one of []',
  err_validation_invalid_email_address: 'Email address is not valid',
  err_policy_invalid_from_value: 'Invalid fromValue',
  err_folder_group_member_already_exists: 'Group member already exists',
  err_folder_email_address_not_found: 'Error email address not found',
  err_managed_url_exists_code: 'The managed URL already exists; to update it, delete and recreate',
  err_managed_url_not_found: 'Managed URL not found',
  err_track_and_trace_invalid_start_date: 'Invalid start date',
  err_invalid_search_xml: 'Invalid search XML',
  err_threat_intel_feed_no_result_found: 'No results found for threat feed',
  err_xdk_invalid_signature: '0004 Invalid Signature',
  err_xdk_binding_expired: '0002 Binding expired',
  err_xdk_forbidden: '0003 Forbidden',
  err_xdk_operation_forbidden_for_address: '0003 Forbidden To Perform Operation For Address',
  err_developer_key: 'Developer key is not valid',
  err_hold_message_not_found: 'Message could not be found in the hold queue',
  xdk_failure: '0007 Invalid token',
} as const

export type ErrorCode = keyof typeof MESSAGES

/** One error with the API's message; only `err_policy_invalid_from_value` was seen as retryable. */
export function vendorError(code: ErrorCode, field?: string, message?: string): VendorError {
  return {
    ...(field === undefined ? {} : { field }),
    code,
    message: message ?? MESSAGES[code],
    retryable: code === 'err_policy_invalid_from_value',
  }
}

/** A refusal with one error. */
export function refuse(code: ErrorCode, field?: string, message?: string): Refusal {
  return { errors: [vendorError(code, field, message)] }
}

/** `Field must be one of [...]`, with the values that are allowed. */
export function notOneOf(field: string, allowed: readonly unknown[]): VendorError {
  return vendorError(
    'err_validation_value_not_allowed',
    field,
    `Field must be one of [${allowed.join(', ')}]`,
  )
}

export function isRefusal(value: unknown): value is Refusal {
  return isObject(value) && Array.isArray(value.errors)
}

/** The fail item for a refused request item. */
export function failItem(item: unknown, refusal: Refusal): JsonObject {
  return refusal.keyless
    ? { errors: refusal.errors }
    : { key: refusal.key ?? item ?? {}, errors: refusal.errors }
}

/** The usual envelope, HTTP 200. */
export function envelope(data: unknown[], fail: unknown[] = [], meta: JsonObject = {}): Answer {
  return { status: 200, body: { meta: { status: 200, ...meta }, data, fail } }
}

/** The envelope of a transport level refusal by the API proper: the HTTP status repeated in `meta`. */
export function refusedEnvelope(status: number, code: ErrorCode): Answer {
  return { status, body: { meta: { status }, data: [], fail: [{ errors: [vendorError(code)] }] } }
}

/** The form in which the gateway before API 2.0 refuses: no meta, no data, code and message in the item. */
export function gatewayRefusal(status: number, code: string, message: string): Answer {
  return { status, body: { fail: [{ code, message }] } }
}

/** `meta` with a message and no `fail`: malformed requests, wrong verbs, unknown paths. */
export function bareRefusal(status: number, message: string): Answer {
  return { status, body: { meta: { status, message } } }
}

/** HTTP 400 without a body: the response to a truncated, damaged or foreign id. */
export const DAMAGED_ID: Answer = { status: 400 }

export const APP_FORBIDDEN: Answer = gatewayRefusal(
  403,
  'app_forbidden',
  'Resource or method requested does not exist in any product assigned to the application',
)
