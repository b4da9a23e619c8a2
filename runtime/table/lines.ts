/** Output lines of a row: one per result record, or one for its failure. */
import type { Json, Row } from '../contract/json.ts'
import type { Result } from '../contract/result.ts'
import type { AnswerLine, Shape } from '../platforms/table.ts'

/** The line of a record. A list record with its own failure has it in its own field `error`. */
export function recordLine(record: Row, code: string): AnswerLine {
  const { error, ...rest } = record
  const failed = typeof error === 'string' && error !== ''
  const own = failed || error === undefined || error === null ? rest : record
  return {
    has_error: failed,
    error: failed ? error : null,
    error_code: failed ? code : null,
    fields: withoutOurs(own),
  }
}

const OURS = ['has_error', 'error', 'error_code']

/** A record's own fields under the names that every line has. */
function withoutOurs(record: Row): Row {
  if (!OURS.some((name) => Object.hasOwn(record, name))) return record
  const entries = Object.entries(record).map(([name, value]): [string, Json] => [
    OURS.includes(name) ? `result_${name}` : name,
    value,
  ])
  return Object.fromEntries(entries)
}

/** The line of a row that failed. */
export function failureLine(error: string, code: string | null, data: Json): AnswerLine {
  return { has_error: true, error, error_code: code, fields: {}, data }
}

/**
 * The remaining lines when a run has ended; the records of a list already have their lines.
 *
 * @param row the input row, for display
 * @param reported how many records reported their own failure
 */
export function closingLines(result: Result, shape: Shape, row: Json, reported: number): AnswerLine[] {
  const { error, json_result: json, is_success, output_message } = result
  if (!is_success) {
    const code = error?.code ?? 'INTERNAL'
    const reason = output_message || error?.reason || code
    if (shape === 'fields' && isRecord(json)) {
      const line = recordLine(json, code)
      return [{ ...line, has_error: true, error: line.error ?? reason, error_code: code }]
    }
    return reported > 0 ? [] : [failureLine(reason, code, row)]
  }
  const success = { has_error: false, error: null, error_code: null }
  if (shape === 'message') return [{ ...success, fields: { result: output_message } }]
  if (shape === 'value') return isEmpty(json) ? [] : [{ ...success, fields: { result: json } }]
  return isRecord(json) ? [recordLine(json, 'VENDOR_REJECTED')] : []
}

/** A line for a row whose result is empty, if such lines are requested. */
export const emptyLine: AnswerLine = { has_error: false, error: null, error_code: null, fields: {} }

const isRecord = (json: Json): json is Row =>
  json !== null && typeof json === 'object' && !Array.isArray(json)

const isEmpty = (json: Json): boolean => json === null || (Array.isArray(json) && json.length === 0)
