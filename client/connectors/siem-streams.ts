/** The streams of SIEM events: one for each type, whose position is the token of a page. */
import type { SiemBatchEvents } from '../../actions/siem/types.gen.ts'
import { ActionError, digest, phrase, type TokenStream } from '../../runtime/sdk/index.ts'
import type { Client } from '../index.ts'
import type { Edition, Skipped } from '../siem.ts'
import { type BatchQuery, batchLines, batchPage, type SiemLine } from '../siem-batches.ts'
import { isAtLeast } from './parts.ts'
import { ALERT_TYPES, type Condition, fits, severityOf, siemAlert } from './siem-alert.ts'
import type { CallTimes } from './siem-calls.ts'

type Inputs = SiemBatchEvents['inputs']

const PERMISSION = 'Security Events and Data Retrieval | Threat and Security Events (SIEM) | Read'

/** What the streams of a run share. */
export interface SiemParts {
  calls: CallTimes
  skipped: Skipped
}

/** The streams of types of events. */
export function siemStreams(
  client: Client,
  inputs: Inputs,
  types: readonly string[],
  parts: SiemParts,
): TokenStream[] {
  const conditions = conditionsOf(inputs.conditions ?? [])
  return types.map((type) => streamOf(type, client, inputs, { ...parts, conditions }) as TokenStream)
}

const editionOf = ({ edition }: Inputs): Edition => (edition === 'cloud_gateway' ? 'cg' : 'ci')

function streamOf(
  type: string,
  client: Client,
  inputs: Inputs,
  { calls, skipped, conditions }: SiemParts & { conditions: readonly Condition[] },
): TokenStream<SiemLine> {
  const pageOf = (query: BatchQuery) => {
    calls.count(type)
    return batchPage(client, editionOf(inputs), query)
  }
  return {
    name: type,
    permission: PERMISSION,
    pause: inputs.test_run ? 0 : inputs.pause_minutes * 60_000,
    ready: () => calls.isFree(type),
    async page(from) {
      const query: BatchQuery =
        from.token === undefined
          ? { type, dateRangeStartsAt: dayOf(from.from), dateRangeEndsAt: dayOf(Date.now()) }
          : { type, nextPage: from.token }
      const { files, next, caught_up } = await pageOf(query)
      const renew = (name: string) => async (): Promise<unknown> =>
        (await pageOf(query)).files.find((file) => file.name === name)?.url
      const parts = files.map(({ name, url }) => ({
        name,
        rows: () => batchLines(client, url, skipped, renew(name)),
      }))
      return { parts, next, caught_up }
    },
    timeOf: ({ event: { timestamp } }) => (typeof timestamp === 'number' ? Math.floor(timestamp) : undefined),
    idOf: ({ line }) => digest(line),
    keep({ event }) {
      const severity = severityOf(event)
      return severity !== undefined && isAtLeast(severity, inputs.lowest_severity) && fits(event, conditions)
    },
    alertOf: ({ event }, found) => siemAlert(event, found, inputs.device_product_field),
  }
}

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

/** The chosen types; without a choice, all that become alerts. Throws PARAMETER_INVALID for those of the other edition. */
export function typesOf(inputs: Inputs): string[] {
  const known: readonly string[] = ALERT_TYPES[editionOf(inputs)]
  const wanted = [...new Set(inputs.event_types ?? [])]
  const foreign = wanted.filter((type) => !known.includes(type))
  if (foreign.length === 0) return wanted.length > 0 ? wanted : [...known]
  const allowed = known.join(', ')
  const detail = phrase('must contain only events of the chosen edition: {allowed}', { allowed })
  throw invalid('event_types', 'Event Types', detail, foreign.join(', '))
}

function conditionsOf(texts: readonly string[]): Condition[] {
  return texts.map((text) => {
    const [, field, value] = /^([^=]+)=(.*)$/s.exec(text) ?? []
    if (field !== undefined && value !== undefined)
      return { field: field.trim(), value: value.trim().toLowerCase() }
    const detail = phrase('must have the form field=value, such as action=Block')
    throw invalid('conditions', 'Conditions', detail, text)
  })
}

function invalid(
  where: string,
  name: string,
  detail: ReturnType<typeof phrase>,
  received: string,
): ActionError {
  const problems = [
    { where, rule: 'other', values: { name, detail, received: JSON.stringify(received.slice(0, 80)) } },
  ]
  return new ActionError('PARAMETER_INVALID', {}, { problems, unsent: true })
}
