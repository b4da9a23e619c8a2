import type { SiemBatchEvents } from '../../actions/siem/types.gen.ts'
import { connectorOutcome, isAtLeast } from '../../client/connector-result.ts'
import type { Action } from '../../client/index.ts'
import type { Edition, Skipped } from '../../client/siem.ts'
import { ALERT_TYPES, type Condition, fits, severityOf, siemAlert } from '../../client/siem-alert.ts'
import { type BatchQuery, batchLines, batchPage, type SiemLine } from '../../client/siem-batches.ts'
import { type CallTimes, callTimes } from '../../client/siem-calls.ts'
import {
  ActionError,
  type Json,
  phrase,
  runStreams,
  startBudget,
  type TokenStream,
} from '../../runtime/sdk/index.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

/** How long Mimecast keeps the files. */
const HISTORY = 7 * DAY

/** Seconds; the manifest's own deadline of a run is later. */
const LONGEST = 3500

/** New files appear about every 15 minutes. */
const PAUSE = 8 * MINUTE

const PERMISSION = 'Security Events and Data Retrieval | Threat and Security Events (SIEM) | Read'

/** Returns new events as alerts; each type of events has its own position. */
export const run: Action<SiemBatchEvents> = async (context) => {
  const { inputs, log, state, signal } = context
  const edition: Edition = inputs.edition === 'cloud_gateway' ? 'cg' : 'ci'
  const types = typesOf(edition, inputs.event_types)
  const calls = callTimes(state, types)
  const skipped: Skipped = { files: 0, lines: 0 }
  const budget = startBudget(Math.min(inputs.python_process_timeout, LONGEST), signal)
  const options = { edition, calls, skipped, conditions: conditionsOf(inputs.conditions ?? []) }
  try {
    const run = await runStreams(
      types.map((type) => streamOf(type, context, options) as TokenStream),
      {
        state,
        log,
        limit: inputs.max_alerts,
        first: inputs.first_fetch_days * DAY,
        overlap: inputs.overlap_minutes * MINUTE,
        history: HISTORY,
        test: inputs.test_run,
        over: budget.over,
      },
    )
    if (skipped.files + skipped.lines > 0)
      log.warn(
        { code: 'siem_skipped', ...skipped },
        phrase('Skipped {files} files that are expired or damaged and {lines} lines that are not JSON.', {
          ...skipped,
        }),
      )
    return connectorOutcome({ ...run, state: { ...run.state, calls: calls.write() as Json } }, inputs)
  } finally {
    budget.stop()
  }
}

interface StreamParts {
  edition: Edition
  calls: CallTimes
  skipped: Skipped
  conditions: Condition[]
}

function streamOf(
  type: string,
  { client, inputs }: Parameters<Action<SiemBatchEvents>>[0],
  { edition, calls, skipped, conditions }: StreamParts,
): TokenStream<SiemLine> {
  const pageOf = (query: BatchQuery) => {
    calls.count(type)
    return batchPage(client, edition, query)
  }
  return {
    name: type,
    permission: PERMISSION,
    pause: inputs.test_run ? 0 : PAUSE,
    ready: () => calls.isFree(type),
    async page(from) {
      const query: BatchQuery =
        from.token === undefined
          ? { type, dateRangeStartsAt: dayOf(from.from), dateRangeEndsAt: dayOf(Date.now()) }
          : { type, nextPage: from.token }
      const { files, next, caught_up } = await pageOf(query)
      const renewed = (name: string) => async (): Promise<unknown> =>
        (await pageOf(query)).files.find((file) => file.name === name)?.url
      const parts = files.map(({ name, url }) => ({
        name,
        rows: () => batchLines(client, url, skipped, renewed(name)),
      }))
      return { parts, next, caught_up }
    },
    timeOf: ({ event: { timestamp } }) => (typeof timestamp === 'number' ? timestamp : undefined),
    idOf: ({ id }) => id,
    keep({ event }) {
      const severity = severityOf(event)
      return severity !== undefined && isAtLeast(severity, inputs.lowest_severity) && fits(event, conditions)
    },
    alertOf: ({ event }, found) => siemAlert(event, found, inputs.device_product_field),
  }
}

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

/** The chosen types; without a choice, all that become alerts. */
function typesOf(edition: Edition, chosen: readonly string[] = []): string[] {
  const known: readonly string[] = ALERT_TYPES[edition]
  const wanted = [...new Set(chosen)]
  const foreign = wanted.filter((type) => !known.includes(type))
  if (foreign.length === 0) return wanted.length > 0 ? wanted : [...known]
  const detail = phrase('must contain only events of the chosen edition: {allowed}', {
    allowed: known.join(', '),
  })
  throw invalid('event_types', 'Event Types', detail, foreign.join(', '))
}

function conditionsOf(texts: readonly string[]): Condition[] {
  return texts.map((text) => {
    const [, field, value] = /^([^=]+)=(.*)$/s.exec(text) ?? []
    if (field === undefined || value === undefined)
      throw invalid(
        'conditions',
        'Conditions',
        phrase('must have the form field=value, such as action=Block'),
        text,
      )
    return { field: field.trim(), value: value.trim().toLowerCase() }
  })
}

function invalid(
  where: string,
  name: string,
  detail: ReturnType<typeof phrase>,
  received: string,
): ActionError {
  const problems = [{ where, rule: 'other', values: { name, detail, received: received.slice(0, 80) } }]
  return new ActionError('PARAMETER_INVALID', {}, { problems, unsent: true })
}
