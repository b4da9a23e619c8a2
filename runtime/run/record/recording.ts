/** The file of a recorded run: its format, and how it is read. */
import { isRecord, type Json } from '../../contract/json.ts'
import { refuse } from '../../contract/refuse.ts'
import type { RecordedExchange } from '../../http/record/exchange.ts'
import { jsonFault } from '../../safety/json-fault.ts'

/** The exchanges of one run; with `request` and `result`, the record of the whole run. */
export interface Recording {
  /** Version of the format. */
  soar_recording: 1
  /** Id of the integration. */
  integration: string
  /** Version of the integration. */
  version: string
  /** Id of the action. */
  action: string
  /** When the run started, ISO 8601. */
  clock: string
  /** The configuration. A secret is `***`, and what only concerns the network is not kept. */
  config: Record<string, Json>
  /** Reference values of the connection, which templates see. */
  reference_values?: Record<string, Json>
  /** Options of the run that change what is sent. */
  options?: { retry?: boolean; undefined?: 'error' | 'empty' }
  /** The request without its configuration. Secret parameters are `***`. */
  request?: Record<string, Json>
  exchanges: RecordedExchange[]
  result?: Json
}

/** Text of a file. Two spaces of indent, so that a change shows as few lines. */
export const writeRecording = (recording: Recording): string => `${JSON.stringify(recording, null, 2)}\n`

/** Parses the text of a recording. Fields that people who write one by hand leave out get their defaults. Throws REQUEST_INVALID. */
export function parseRecording(text: string, file: string): Recording {
  const clean = text.startsWith('\uFEFF') ? text.slice(1) : text
  let value: unknown
  try {
    value = JSON.parse(clean)
  } catch (cause) {
    throw refuse(`The recording ${file} is not JSON: ${jsonFault(clean, cause)}`, { cause })
  }
  if (!isRecord(value) || value.soar_recording === undefined)
    throw refuse(`${file} is not a recording. \`soar run --record\` and \`soar run --save-run\` write one.`)
  const problems = problemsOf(value)
  if (problems.length > 0)
    throw refuse(`The recording ${file} cannot be used: ${problems.slice(0, 10).join('; ')}.`)
  const exchanges = value.exchanges as Partial<RecordedExchange>[]
  return {
    version: '',
    config: {},
    ...value,
    exchanges: exchanges.map((exchange) => ({ at: 0, ms: 0, ...exchange })),
  } as Recording
}

function problemsOf(value: Record<string, unknown>): string[] {
  const problems: string[] = []
  const need = (is: boolean, sentence: string): void => {
    if (!is) problems.push(sentence)
  }
  need(value.soar_recording === 1, '"soar_recording" must be 1, the version of the format')
  for (const name of ['integration', 'action', 'clock'])
    need(typeof value[name] === 'string', `"${name}" must be text`)
  need(!Number.isNaN(Date.parse(String(value.clock))), '"clock" must be an ISO 8601 time')
  for (const name of ['config', 'reference_values', 'options', 'request'])
    need(value[name] === undefined || isRecord(value[name]), `"${name}" must be an object`)
  const { exchanges } = value
  if (!Array.isArray(exchanges)) return [...problems, '"exchanges" must be a list']
  exchanges.forEach((exchange: unknown, at) => {
    need(
      isExchange(exchange),
      `exchanges[${at}] needs a request (method, url) and a response (status) or a failure`,
    )
  })
  return problems
}

function isExchange(value: unknown): boolean {
  if (!isRecord(value) || !isRecord(value.request)) return false
  const { request, response, failure, at = 0, ms = 0 } = value
  const isRequest =
    typeof request.method === 'string' && URL.canParse(String(request.url)) && isBody(request.body)
  const isAnswered = isRecord(response)
    ? Number.isInteger(response.status) && isBody(response.body) && failure === undefined
    : isRecord(failure) && isRecord(failure.cause)
  return isRequest && isAnswered && Number.isFinite(at) && Number.isFinite(ms)
}

const isBody = (value: unknown): boolean =>
  value === undefined ||
  (isRecord(value) &&
    ('json' in value ||
      isRecord(value.form) ||
      ['text', 'base64'].some((kind) => Array.isArray(value[kind]))))
