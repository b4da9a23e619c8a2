/** The tool that reads further rows and whole values of stored results. */
import type { CallToolResult, Tool } from '@modelcontextprotocol/server'
import type { Json } from '../../../contract/json.ts'
import type { Result } from '../../../contract/result.ts'
import type { Translate } from '../../../i18n/sentences.ts'
import { modelData } from '../../../safety/model-text.ts'
import type { KeptResult } from '../../../service/kept-results.ts'
import type { Core } from '../../../service/service.ts'
import { CONTENT, toAnswer } from '../answer/answer.ts'
import { fenced } from '../answer/fence.ts'
import { READ_RESULT } from '../answer/more.ts'
import { refusalAnswer } from '../answer/refusal.ts'
import { ABOUT, aboutSchema } from '../answer/structured.ts'

/** Room beside the text of a value. */
const FOOT = 1_000

/** The tool. Its name has no integration, so no action has it. */
export function readResultTool(t: Translate): Tool {
  const number = (description: string, minimum: number) => ({ type: 'integer', minimum, description })
  return {
    name: READ_RESULT,
    title: t('read_result'),
    description: t('read_result_description'),
    inputSchema: {
      type: 'object',
      required: ['result'],
      properties: {
        result: number(t('read_result_number'), 1),
        offset: number(t('read_result_offset'), 0),
        limit: number(t('read_result_limit'), 1),
        row: number(t('read_result_row'), 0),
      },
    },
    outputSchema: {
      type: 'object',
      properties: {
        [ABOUT]: aboutSchema(t),
        rows: { type: 'array', items: {} },
        text: { type: 'string' },
      },
    },
    annotations: {
      title: t('read_result'),
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
  }
}

/** Numbers of a call: the stored result, and its part. */
interface Part {
  result: number
  offset: number
  limit?: number
  row?: number
}

const LEAST: Readonly<Record<keyof Part, number>> = { result: 1, offset: 0, limit: 1, row: 0 }

const NAMES = ['result', 'offset', 'limit', 'row'] as const

/** The arguments of a call for the audit log. */
export const readInputs = (given: Readonly<Record<string, unknown>>): Json =>
  Object.fromEntries(
    NAMES.flatMap((name): [string, Json][] => {
      const value = given[name]
      return typeof value === 'number' || typeof value === 'string'
        ? [[name, String(value).slice(0, 80)]]
        : []
    }),
  )

/** Reads a part of a result of the same caller. A wrong argument is refused with a sentence. */
export function readResult(
  core: Core,
  given: Readonly<Record<string, unknown>>,
  subject: string | undefined,
): CallToolResult {
  const { t } = core
  const refuse = (reason: string): CallToolResult =>
    refusalAnswer('PARAMETER_INVALID', reason, t('read_result_remedy'), t)
  const part: Part = { result: 0, offset: 0 }
  for (const name of NAMES) {
    const value = given[name] ?? undefined
    if (value === undefined && name !== 'result') continue
    const number = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value
    if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < LEAST[name])
      return refuse(t('not_a_number', { name, least: LEAST[name] }))
    part[name] = number
  }
  const kept = core.results.find(part.result, subject)
  if (kept === undefined) return refuse(t('result_gone', { number: part.result }))
  const result = JSON.parse(kept.text) as Result
  const data = result.json_result
  if (Array.isArray(data) && part.row === undefined) {
    const { name, id, number } = kept
    const { offset, limit } = part
    return toAnswer(result, { name, id, number, offset, ...(limit === undefined ? {} : { limit }) }, core)
  }
  const value = Array.isArray(data) ? data[part.row ?? 0] : data
  if (value === undefined) return refuse(t('row_gone', { count: Array.isArray(data) ? data.length : 1 }))
  return valueAnswer(core, kept, value, part)
}

/** One object in full, as a window of its JSON. */
function valueAnswer({ t, budget }: Core, kept: KeptResult, value: Json, part: Part): CallToolResult {
  const { offset } = part
  const whole = JSON.stringify(modelData(value), null, 1)
  const text = whole.slice(offset, offset + (budget - FOOT)).toWellFormed()
  const end = offset + text.length
  const again = { result: part.result, ...(part.row === undefined ? {} : { row: part.row }), offset: end }
  const more = end < whole.length ? [t('more_text', { call: `${READ_RESULT} ${JSON.stringify(again)}` })] : []
  const message = t('text_shown', { name: kept.name, first: offset, next: end, count: whole.length })
  const about = {
    notice: t('data_here'),
    message,
    offset,
    shown: text.length,
    total: whole.length,
    ...(more.length > 0 ? { next_offset: end, more } : {}),
  }
  return {
    content: [{ type: 'text', text: [message, ...fenced([text], t), ...more].join('\n') }],
    structuredContent: { [ABOUT]: about, text },
    isError: false,
    _meta: { 'soar/content': CONTENT },
  }
}
