/** The result document of the platform (docs/platforms/secops-action.md#result-document). */
import { isRecord, type Json, type Row } from '../../contract/json.ts'
import type { Result, ResultFile } from '../../contract/result.ts'
import type { LogLine } from '../dialect.ts'
import { pythonJson } from '../python.ts'
import { flatten, tableLines } from './flat-rows.ts'
import { stepsAfter } from './steps.ts'

/** The inputs of the result besides the run. */
export interface ResultFacts {
  /** Title of the table that shows the rows; without it, there is no table. */
  table?: string
  /** The entities arrived as bare identifiers: then results contain no entity types. */
  legacy?: boolean
  /** Identifiers of the run's entities. */
  targets?: readonly string[]
  /** The log begins with the parameters: then it ends with the answer. */
  steps?: boolean
  /** Maximum size of results in megabytes. */
  limit?: number
}

/** Megabytes of 1048576 characters, if the platform gives no limit. */
const DEFAULT_LIMIT = 15

/** The platform's `ExecutionState`. */
const STATE = { completed: 0, in_progress: 1, failed: 2, timed_out: 3 } as const

/** The whole document: one line of ASCII without a line end. */
export function resultDocument(result: Result, log: readonly LogLine[], facts: ResultFacts): string {
  const data = pythonJson(entityData(result, facts))
  const limit = facts.limit ?? DEFAULT_LIMIT
  if (data.length > limit * 1_048_576) return oversize(limit)
  const value = result.pending ? pythonJson(result.state ?? null) : result.is_success
  const state = stateOf(result)
  return pythonJson({
    Message: result.output_message,
    ResultObjectJson: data,
    ResultValue: value,
    DebugOutput:
      debugOutput(log) + (facts.steps ? lines(stepsAfter(state, value, result.output_message)) : ''),
    ExecutionState: state,
  })
}

/** Only the messages, one per line. */
export const debugOutput = (log: readonly LogLine[]): string => lines(log.map(({ message }) => message))

const lines = (messages: readonly string[]): string => messages.map((message) => `${message}\n`).join('')

function oversize(limit: number): string {
  const text = `Action failed as JSON result exceeded maximum size ${limit}MB`
  return pythonJson({
    Message: text,
    ResultObjectJson: null,
    ResultValue: null,
    DebugOutput: text,
    ExecutionState: STATE.failed,
  })
}

function stateOf(result: Result): number {
  if (result.is_success) return result.pending ? STATE.in_progress : STATE.completed
  return result.error?.code === 'TIMED_OUT' ? STATE.timed_out : STATE.failed
}

type EntityData = Record<string, unknown>

/** Title of the object with an action's files; the helper library's own. */
const FILES_TITLE = 'Script Result Attachment'

/** A search without results and a failed run have no data at all: playbooks check for its absence. */
function entityData(result: Result, facts: ResultFacts): EntityData {
  const { json_result: json, files = [] } = result
  const items: EntityData = {}
  const put = (title: string, key: string, members: EntityData): void => {
    items[key] = { ...blank(title, facts), ...members }
  }
  if (result.is_success && holdsSomething(json)) {
    put('JsonResult', 'JsonResult', { RawJson: pythonJson(json) })
    if (facts.table !== undefined)
      put(facts.table, keyOf(facts.table, facts), { CSVLines: tableLines(rowsOf(json).map(flatten)) })
  }
  if (files.length > 0) put(FILES_TITLE, keyOf(FILES_TITLE, facts), { Attachments: attachmentsOf(files) })
  return items
}

const keyOf = (title: string, { legacy }: ResultFacts): string => (legacy ? title : `${title}_None`)

const holdsSomething = (json: Json): boolean =>
  json !== null && typeof json === 'object' && Object.keys(json).length > 0

const rowsOf = (json: Json): Row[] => (Array.isArray(json) ? json : [json]).filter(isRecord<Json>)

const attachmentsOf = (files: readonly ResultFile[]): Record<string, string> =>
  Object.fromEntries(files.map(({ name, content }) => [name, content]))

function blank(title: string, { legacy, targets = [] }: ResultFacts): EntityData {
  return {
    Title: title,
    ...(legacy ? {} : { Type: null }),
    IsForEntity: targets.includes(title),
    Content: '',
    RawJson: '',
    CSVLines: '',
    Attachments: {},
    Htmls: {},
    Markdowns: {},
  }
}
