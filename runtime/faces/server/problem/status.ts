/** The HTTP status of each code. */
import type { Code } from '../../../contract/codes.ts'

/**
 * The codes with a status other than 200. Such a status means that the request sent nothing to the tenant. All other codes
 * of a run, such as OUTCOME_UNKNOWN, AUTH_FAILED and VENDOR_UNAVAILABLE, are in the result of a response with status 200:
 * proxies and HTTP libraries repeat requests that are answered with 502, 503 or 504.
 */
export const statuses: { readonly [C in Code]?: number } = {
  REQUEST_INVALID: 400,
  CONFIG_NOT_ALLOWED: 400,
  IDEMPOTENCY_KEY_REQUIRED: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  ACTION_UNKNOWN: 404,
  NOT_FOUND: 404,
  CONFIG_INVALID: 409,
  TOO_LARGE: 413,
  UNSUPPORTED_TYPE: 415,
  PLAN_CHANGED: 409,
  RUN_IN_PROGRESS: 409,
  RUN_ENDED: 409,
  OUTCOME_UNSETTLED: 409,
  SETTLEMENT_REFUSED: 409,
  UNDO_REFUSED: 409,
  PARAMETER_INVALID: 422,
  TEMPLATE_FAILED: 422,
  IDEMPOTENCY_KEY_REUSED: 422,
  PLAN_REQUIRED: 428,
  BUSY: 429,
  INTEGRATION_INVALID: 500,
  MANIFEST_INVALID: 500,
  INTERNAL: 500,
  STORAGE_FAILED: 503,
  AUDIT_FAILED: 503,
  DRAINING: 503,
}

/** The status of a dry run that failed with another code, such as NOT_SUPPORTED: the request has to change. */
const OTHER = 422

/** The status of a request that was not carried out. */
export const statusOf = (code: Code): number => statuses[code] ?? OTHER
