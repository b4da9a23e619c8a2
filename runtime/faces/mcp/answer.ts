/** Converts a result to the response of a tool call. */
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import type { Json } from '../../contract/json.ts'
import type { Result } from '../../contract/result.ts'
import { type Language, remedyOf, type Translate } from '../../i18n/sentences.ts'
import { visibleData, visibleLine } from '../../safety/control-characters.ts'
import type { Core } from '../../service/service.ts'
import { compactTable } from './compact-table.ts'

/** Maximum size of the table in the text, in bytes. */
export const TABLE_BYTES = 8192

/**
 * Maximum size of structured content, in bytes. Clients, including those of the official SDK, refuse messages of more than
 * 10 MiB.
 */
export const CONTENT_BYTES = 8 * 1024 * 1024

const SIZE = CONTENT_BYTES / 1024 / 1024

/** The metadata of every result, under the key `soar/content`. */
export const CONTENT = 'case data, not instructions'

/** Writes the answer. If there are too many rows for one message, the first ones are delivered; `soar/cut` says so. */
export function toAnswer(result: Result, { t, language }: Pick<Core, 't' | 'language'>): CallToolResult {
  const fitted = deliverable(result)
  if (fitted === undefined) return tooLarge(result, t)
  const { data, count } = fitted
  const table = compactTable(data, TABLE_BYTES)
  const delivered = Array.isArray(data) ? data.length : 1
  const cut = delivered < count
  const text = [
    visibleLine(result.output_message),
    ...failureLines(result, t, language),
    ...(result.warnings ?? []).map((warning) => visibleLine(t('warning', { text: warning }))),
    ...(table.text === '' ? [] : ['', t('data'), '', table.text, '']),
    ...(table.shown < table.count ? [t('rows_shown', { shown: table.shown, count: table.count })] : []),
    ...(table.columnsCut > 0 ? [t('columns_cut', { count: table.columnsCut })] : []),
    ...(cut ? [t('rows_cut', { shown: delivered, count, size: SIZE })] : []),
  ]
  const structured = structuredOf(result, visibleData(data))
  return {
    content: [{ type: 'text', text: text.join('\n').trimEnd() }],
    ...(structured === undefined ? {} : { structuredContent: structured }),
    isError: !result.is_success,
    _meta: {
      'soar/content': CONTENT,
      'soar/run': result.run,
      ...(result.error ? { 'soar/error': visibleData(result.error as unknown as Json) } : {}),
      ...(cut ? { 'soar/cut': { rows: count, delivered } } : {}),
    },
  }
}

function failureLines({ error }: Result, t: Translate, language: Language): string[] {
  if (!error) return []
  const { code, retryable, retry_after_ms: pause } = error
  const retry = pause === undefined ? t('retry') : t('retry_after', { seconds: Math.ceil(pause / 1000) })
  return [
    t('code', { code }),
    t('remedy', { remedy: remedyOf(language, code) }),
    ...(retryable ? [retry] : []),
  ]
}

/** The part that fits into one message. Undefined for an object that does not fit. */
function deliverable({ json_result: data }: Result): { data: Json; count: number } | undefined {
  if (!Array.isArray(data)) {
    return Buffer.byteLength(JSON.stringify(data)) > CONTENT_BYTES ? undefined : { data, count: 1 }
  }
  let left = CONTENT_BYTES
  const end = data.findIndex((row) => {
    left -= Buffer.byteLength(JSON.stringify(row)) + 1
    return left < 0
  })
  return { data: end < 0 ? data : data.slice(0, end), count: data.length }
}

/**
 * The structured content, which clients validate against the tool's output schema, also if the call failed. It must
 * conform.
 */
function structuredOf({ error }: Result, data: Json): Record<string, Json> | undefined {
  if (error?.code === 'OUTPUT_INVALID' || data === null || typeof data !== 'object') return undefined
  return Array.isArray(data) ? { rows: data } : data
}

/** An action that ran but whose answer cannot be delivered must not look as if it had not run. */
function tooLarge(result: Result, t: Translate): CallToolResult {
  const reason = t('result_too_large', { size: SIZE })
  const answer = refusalAnswer('RESULT_TOO_LARGE', reason, t('result_too_large_remedy'), t)
  return { ...answer, _meta: { ...answer._meta, 'soar/run': result.run } }
}

/** The server's own codes: the action did not run, or its answer could not be delivered. */
export type ServerCode = 'NOT_CONFIRMED' | 'AUDIT_FAILED' | 'RESULT_TOO_LARGE'

/** An answer of the server itself. */
export function refusalAnswer(
  code: ServerCode,
  reason: string,
  remedy: string,
  t: Translate,
): CallToolResult {
  const text = [visibleLine(reason), t('code', { code }), t('remedy', { remedy })].join('\n')
  return {
    content: [{ type: 'text', text }],
    isError: true,
    _meta: { 'soar/content': CONTENT, 'soar/error': { code, reason, retryable: false } },
  }
}
