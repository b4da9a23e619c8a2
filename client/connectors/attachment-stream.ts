/** The stream of scanned attachments (docs/vendor/mimecast-connectors.md#ttp-incidents). */
import { digest, rowIdentity, type Severity, type Stream } from '../../runtime/sdk/index.ts'
import type { Client } from '../index.ts'
import { attachmentLogs, type ScannedAttachment } from '../threat-logs.ts'
import { wireTime } from '../time.ts'
import {
  alertWith,
  type EntityPart,
  entitiesOf,
  highest,
  lineOf,
  messageIdOf,
  textOf,
  timeOf,
} from './parts.ts'
import { type Inputs, isRoute, isStopped, isWanted, oneOf } from './threat-log-filters.ts'

/** Attachments with a wanted verdict. */
export function attachmentStream(client: Client, inputs: Inputs): Stream<ScannedAttachment> {
  const wanted = inputs.attachment_results
  return {
    name: 'attachment',
    permission: 'Monitoring | Attachment Protection | Read',
    oldestFirst: true,
    read: ({ from, to }) =>
      attachmentLogs(client, {
        from: wireTime(from),
        to: wireTime(to),
        oldestFirst: true,
        route: inputs.route,
        result: oneOf(wanted),
      }),
    keep: (row) => isWanted(row.result, wanted) && isRoute(row.route, inputs),
    timeOf: ({ date }) => timeOf(date),
    idOf: (row) => `attachment-${rowIdentity(row)}`,
    ...(inputs.group_by_message && { groupOf: attachmentGroup }),
    alertOf: (row, { id, time, rows }) => {
      const verdict = lineOf(row.result) || 'unknown'
      return alertWith(inputs.device_product_field, {
        id,
        title: `${verdict.charAt(0).toUpperCase()}${verdict.slice(1)} Attachment`,
        description: `${lineOf(row.fileName)} to ${lineOf(row.recipientAddress)}`,
        severity: highest(rows.map(attachmentSeverity)),
        time,
        product: 'Attachment Protection',
        rule: 'TTP Attachment Protection',
        reason: lineOf(row.details),
        entities: entitiesOf(
          ['email', 'sender', row.senderAddress],
          ...rows.map(({ recipientAddress }): EntityPart => ['email', 'recipient', recipientAddress]),
          ['file_hash', undefined, row.fileHash],
          ['message_id', undefined, messageIdOf(row.messageId)],
        ),
        events: rows.map((one) => ({ ...one, event_type: 'Attachment' })),
        source: row,
      })
    },
  }
}

/** Recipients of one file of one mail. */
const attachmentGroup = ({ messageId, fileHash }: ScannedAttachment): string | undefined =>
  messageIdOf(messageId) && textOf(fileHash)
    ? `attachment-${digest(JSON.stringify([messageIdOf(messageId), fileHash]))}`
    : undefined

function attachmentSeverity({ result, actionTriggered }: ScannedAttachment): Severity {
  if (result === 'malicious') return isStopped(actionTriggered) ? 'medium' : 'high'
  if (result === 'unsafe') return 'medium'
  return result === 'safe' ? 'informational' : 'low'
}
