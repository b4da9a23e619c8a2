/** The stream of held messages (docs/vendor/mimecast-connectors.md#held-messages). */
import type { HeldMessages } from '../../actions/held-messages/types.gen.ts'
import { digest, type Log, type Severity, type Stream } from '../../runtime/sdk/index.ts'
import { type HeldMessage, heldMessages } from '../held-messages.ts'
import type { Client } from '../index.ts'
import { wireTime } from '../time.ts'
import { riskOf } from '../tracking/mail.ts'
import { type HeldDetails, heldLookup } from './held-details.ts'
import { alertWith, entitiesOf, lineOf, textOf, timeOf } from './parts.ts'

type Inputs = HeldMessages['inputs']

/** A row, and its number among the rows that are equal but for the hold id. */
type Numbered = HeldMessage & { [NUMBER]?: number }
const NUMBER = Symbol('number')

/** Messages that were put into the hold queue. */
export function heldStream(client: Client, inputs: Inputs, log: Log): Stream<Numbered> {
  const detailsOf = inputs.enrich ? heldLookup(client, log) : undefined
  return {
    name: 'held_messages',
    permission: 'Account | Dashboard | Read',
    read: ({ from, to }) =>
      numbered(heldMessages(client, { admin: true, start: wireTime(from), end: wireTime(to) })),
    keep: (row) => isWanted(row, inputs),
    timeOf: ({ dateReceived }) => timeOf(dateReceived),
    idOf: (row) => `held-${digest(`${row[NUMBER] ?? 0} ${keyOf(row)}`)}`,
    alertOf: async (row, { id, time }) => {
      const details = (await detailsOf?.(row)) ?? {}
      return heldAlert(row, details, { id, time, productField: inputs.device_product_field })
    },
  }
}

/** A hold id may differ between two reads, so a message is recognised by everything else. */
const keyOf = ({ from, to, subject, dateReceived, size }: HeldMessage): string =>
  JSON.stringify([from?.emailAddress, to?.emailAddress, subject, dateReceived, size])

async function* numbered(rows: AsyncIterable<HeldMessage>): AsyncGenerator<Numbered, void, undefined> {
  const counts = new Map<string, number>()
  for await (const row of rows) {
    const key = digest(keyOf(row))
    const number = counts.get(key) ?? 0
    counts.set(key, number + 1)
    yield { ...row, [NUMBER]: number }
  }
}

/** The filters of the API are those of API 1.0, so nothing but the window is asked for. */
function isWanted(row: HeldMessage, { reasons = [], route }: Inputs): boolean {
  const names = [row.policyInfo, row.reasonCode].map((value) => lineOf(value).toLowerCase())
  return (
    (reasons.length === 0 || reasons.some((reason) => names.includes(reason.trim().toLowerCase()))) &&
    (route === 'all' || textOf(row.route).toLowerCase() === route)
  )
}

function heldAlert(
  { [NUMBER]: _, ...row }: Numbered,
  details: HeldDetails,
  { id, time, productField }: { id: string; time: number; productField: string },
) {
  const policy = lineOf(row.policyInfo)
  return alertWith(productField, {
    id,
    title: 'Held Message',
    description: lineOf(row.reason),
    severity: severityOf(row, details),
    time,
    product: 'Held Messages',
    rule: policy || 'Held Message',
    reason: policy,
    entities: entitiesOf(
      ['email', 'sender', row.from?.emailAddress],
      ['email', 'sender', row.fromHeader?.emailAddress],
      ['email', 'recipient', row.to?.emailAddress],
      ['ip', 'sender', details.senderIp],
      ['message_id', undefined, details.messageId],
    ),
    events: [{ ...row, ...(details.info && { details: details.info }), event_type: 'HeldMessage' }],
    facts: {
      ...(textOf(row.id) && { hold_id: textOf(row.id) }),
      ...(details.trackingId && { tracking_id: details.trackingId }),
      ...(details.missing && { details_missing: details.missing }),
    },
    source: row,
  })
}

const RISKS: Record<string, Severity> = {
  negligible: 'informational',
  low: 'low',
  medium: 'medium',
  high: 'high',
}

/** The risk of the verdict; without one, what was found in the message weighs more than spam. */
function severityOf({ reasonCode }: HeldMessage, { info }: HeldDetails): Severity {
  const risk = info && RISKS[riskOf(info)]
  return risk ?? (/attachment|impersonation|url|virus|malware/i.test(textOf(reasonCode)) ? 'medium' : 'low')
}
