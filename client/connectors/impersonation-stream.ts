/** The stream of impersonations (docs/vendor/mimecast-connectors.md#ttp-incidents). */
import { digest, rowIdentity, type Stream } from '../../runtime/sdk/index.ts'
import type { Client } from '../index.ts'
import { type Impersonation, impersonationLogs } from '../threat-logs.ts'
import { wireTime } from '../time.ts'
import { alertWith, entitiesOf, lineOf, messageIdOf, textOf, timeOf } from './parts.ts'
import type { Inputs } from './threat-log-filters.ts'

/** Messages that looked like an impersonation. */
export function impersonationStream(client: Client, inputs: Inputs): Stream<Impersonation> {
  const onlyTagged = inputs.only_tagged_malicious
  return {
    name: 'impersonation',
    permission: 'Monitoring | Impersonation Protection | Read',
    oldestFirst: true,
    read: ({ from, to }) =>
      impersonationLogs(client, {
        from: wireTime(from),
        to: wireTime(to),
        oldestFirst: true,
        ...(onlyTagged && { taggedMalicious: true }),
      }),
    keep: ({ taggedMalicious }) => !onlyTagged || taggedMalicious === true,
    timeOf: ({ eventTime }) => timeOf(eventTime),
    idOf: (row) => `impersonation-${textOf(row.id) ? digest(textOf(row.id)) : rowIdentity(row)}`,
    alertOf: (row, { id, time }) =>
      alertWith(inputs.device_product_field, {
        id,
        title: 'Impersonation',
        description: `${lineOf(row.senderAddress)} to ${lineOf(row.recipientAddress)}`,
        severity: row.taggedMalicious === true ? 'high' : row.action === 'hold' ? 'medium' : 'low',
        time,
        product: 'Impersonation Protection',
        rule: 'TTP Impersonation Protection',
        reason: Array.isArray(row.identifiers) ? row.identifiers.map(lineOf).join(', ') : '',
        entities: entitiesOf(
          ['email', 'sender', row.senderAddress],
          ['email', 'recipient', row.recipientAddress],
          ['ip', 'sender', row.senderIpAddress],
          ['message_id', undefined, messageIdOf(row.messageId)],
        ),
        events: [{ ...row, event_type: 'Impersonation' }],
        facts: textOf(row.id) ? { log_id: textOf(row.id) } : {},
        source: row,
      }),
  }
}
