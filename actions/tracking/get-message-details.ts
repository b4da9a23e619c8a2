import type { Action } from '../../client/index.ts'
import { messageIdOf } from '../../client/message-id.ts'
import { messageInfo } from '../../client/tracking.ts'
import { deepSnakeCase } from '../../runtime/sdk/index.ts'
import type { GetMessageDetails } from './types.gen.ts'

type Part = Record<string, unknown>

/** Every level may be missing or null (docs/vendor/mimecast-mail.md#message-details). */
interface Details {
  id?: string
  status?: string
  recipientInfo?: { messageInfo?: MessageInfo | null; recipientMetaInfo?: Part; txInfo?: Part } | null
  deliveredMessage?: Record<string, { messageInfo?: MessageInfo | null } | null> | null
  queueInfo?: ({ reason?: string; route?: string } & Part) | null
  retentionInfo?: Part | null
  spamInfo?: SpamInfo | null
}

interface MessageInfo {
  fromHeader?: string
  fromEnvelope?: string | null
  to?: string[] | string
  cc?: string[] | string
  subject?: string
  sent?: string
  processed?: string
  transmissionInfo?: string
  textBody?: string
  htmlBody?: string
  attachments?: unknown[]
  route?: string
}

interface SpamInfo {
  spamScore?: number
  spamProcessingDetail?: { verdict?: { risk?: string } | null } | null
}

/** Reads the message and adds the most requested values as top-level fields beside Mimecast's own parts. */
export const run: Action<GetMessageDetails> = async ({ inputs, client }) => {
  const details = await messageInfo<Details>(client, { id: inputs.message_id })
  const { recipientInfo, deliveredMessage, queueInfo, retentionInfo, spamInfo } = details
  const deliveries = Object.entries(deliveredMessage ?? {})
  const message = recipientInfo?.messageInfo ?? deliveries[0]?.[1]?.messageInfo ?? {}
  const { transmissionInfo, textBody, htmlBody, attachments, ...info } = message
  const { fromHeader, fromEnvelope, to, cc, subject, sent, processed, route, ...further } = info
  const routes = [route, ...deliveries.map(([, part]) => part?.messageInfo?.route), queueInfo?.route]
  return {
    result: {
      ...part(further),
      id: details.id ?? null,
      status: details.status ?? null,
      subject: subject ?? null,
      from_header: fromHeader ?? null,
      from_envelope: fromEnvelope ?? null,
      to: [to ?? []].flat(),
      cc: [cc ?? []].flat(),
      route: routes.find((one) => one) ?? null,
      sent: sent ?? null,
      processed: processed ?? null,
      message_id: messageIdOf(transmissionInfo) ?? null,
      held_reason: queueInfo?.reason ?? null,
      risk: spamInfo?.spamProcessingDetail?.verdict?.risk ?? null,
      spam_score: spamInfo?.spamScore ?? null,
      text_body: textBody ?? null,
      html_body: htmlBody ?? null,
      attachments: attachments ?? [],
      transmission_info: transmissionInfo ?? null,
      recipient_meta_info: part(recipientInfo?.recipientMetaInfo),
      tx_info: part(recipientInfo?.txInfo),
      deliveries: deliveries.map(([recipient, delivery]) => ({ recipient, ...part(delivery) })),
      queue_info: part(queueInfo),
      retention_info: part(retentionInfo),
      spam_info: part(spamInfo),
    },
  }
}

const part = (value: object | null | undefined): Part | null =>
  value ? (deepSnakeCase(value) as Part) : null
