import type { Call, Outcome } from '../call.ts'
import { DAY, formatDate, SECOND } from '../dates.ts'
import { type Fields, text } from '../fields.ts'
import type { Mail } from '../tenant/mail.ts'
import type { Tenant } from '../tenant/tenant.ts'
import type { JsonObject } from '../types.ts'
import { deliveryMeta, receiptMeta, transmission, waitingTransmission } from './message-transport.ts'
import { isMail, mailOf } from './shared.ts'

export const MESSAGE_INFO: Fields = { id: { type: 'text', required: true }, loadContent: { type: 'any' } }

/**
 * message-finder/get-message-info: what is known of a tracked mail. Held mail has `queueInfo` and `txInfo`, delivered
 * mail `recipientMetaInfo`; several levels are missing where the recorded answers miss them.
 */
export function getMessageInfo(item: JsonObject, { tenant }: Call): Outcome {
  const mail = mailOf(tenant, 'tracking', text(item, 'id', ''))
  if (!isMail(mail)) return mail
  const held = mail.hold !== undefined
  const info = messageInfo(mail)
  const delivered = deliveredMessage(mail, info)
  return [
    {
      id: tenant.mails.id(mail, 'tracking'),
      status: mail.status,
      recipientInfo: {
        messageInfo: info,
        ...(held ? { txInfo: transmission(mail) } : { recipientMetaInfo: receiptMeta(mail) }),
      },
      ...(delivered === undefined ? {} : { deliveredMessage: delivered }),
      ...(held ? { queueInfo: queueInfo(mail, tenant) } : {}),
      retentionInfo: held && mail.verdict === undefined ? {} : retentionInfo(mail),
      spamInfo: spamInfo(mail),
    },
  ]
}

function messageInfo(mail: Mail): JsonObject {
  return {
    fromHeader: mail.from_hdr.address,
    fromEnvelope: mail.from_env.address,
    to: mail.to.map(({ address }) => address),
    cc: [],
    subject: mail.subject,
    sent: formatDate(mail.sent),
    processed: formatDate(mail.received + 3 * SECOND),
    transmissionInfo: headersOf(mail),
    textBody: mail.text,
    htmlBody: mail.html,
    attachments: (mail.attachments ?? []).map(({ filename, size }) => ({ name: filename, size })),
  }
}

/** Raw headers, HTML-escaped inside `<pre>`. Mail refused at the envelope has no Message-ID. */
function headersOf(mail: Mail): string {
  const when = new Date(mail.received).toUTCString().replace('GMT', '+0000')
  const received = `Received: from ${mail.remote_host} (${mail.remote_host}\r\n [${mail.sender_ip}]) (Using TLS) by relay.example.invalid with ESMTP id\r\n eu-mta-7-abc; ${when}\r\n`
  const id = mail.message_id === '' ? '' : `Message-ID: &lt;${mail.message_id}&gt;\r\n`
  return `<pre>\n${received}${id}MIME-Version: 1.0\r\n\n</pre>`
}

function deliveredMessage(mail: Mail, info: JsonObject): JsonObject | undefined {
  const held = mail.hold !== undefined
  if (held ? mail.verdict === undefined : !['archived', 'accepted'].includes(mail.status)) return undefined
  const part = {
    messageInfo: { ...info, route: mail.route },
    policyInfo: held
      ? [
          {
            policyType: 'AV Scan On Release',
            policyName: 'Enable AV scan on release',
            inherited: false,
            inheritedCustomerCode: '',
          },
        ]
      : [{ policyType: 'Secure Delivery', policyName: 'Opportunistic TLS', inherited: false }],
  }
  const perRecipient = mail.to.map(({ address }) => [
    address,
    held
      ? { ...part, txInfo: waitingTransmission(mail) }
      : { ...part, deliveryMetaInfo: deliveryMeta(mail, address) },
  ])
  return Object.fromEntries(perRecipient)
}

function queueInfo(mail: Mail, tenant: Tenant): JsonObject {
  return {
    id: tenant.mails.id(mail, 'queue'),
    reason: mail.hold?.policy ?? '',
    createTime: formatDate(mail.held_at),
    deferred: false,
    fromEnvelope: mail.from_env.address,
    fromHeader: mail.from_hdr.address,
    heldGroup: mail.hold?.group ?? 'User',
    info: '- Message Content Examination (Holding Message)\r\n',
    manageRecipient: false,
    mtaServerName: 'eu-mta-7.eu.example.invalid',
    processThreadId: 'qThreadExample01',
    remoteIp: mail.sender_ip,
    remoteServerName: mail.remote_host,
    remoteServerGreeting: mail.remote_host,
    route: mail.route,
    size: mail.size,
    subject: mail.subject,
    to: mail.to.map(({ address }) => address),
    toAddressPostCheck: '',
    type: 13051,
    attachments: (mail.attachments?.length ?? 0) > 0,
  }
}

function retentionInfo(mail: Mail): JsonObject {
  const purge = formatDate(mail.sent + (mail.archived ? 3650 : 30) * DAY)
  return {
    currentPurgeDate: purge,
    originalPurgeDate: purge,
    purgeBasedOn: 'original',
    retentionAdjustmentDays: -1,
    litigationHoldInfo: [],
    fbrStamps: [],
    smartTags: [],
    fbrExpireCheck: [],
    audits: [],
  }
}

function spamInfo(mail: Mail): JsonObject {
  const base = { spamScore: mail.spam_score, detectionLevel: mail.detection_level }
  const verdict = mail.verdict
  if (verdict === undefined) return base
  const clean = verdict.decision === 'clean'
  const augmentations = [{ name: verdict.detail, risk: 'negligible' }]
  const subcategories = [{ name: 'content', risk: verdict.risk, augmentations }]
  return {
    ...base,
    spamProcessingDetail: {
      rbl: { allow: true, info: '' },
      greyEmail: false,
      spf: { allow: clean, info: clean ? 'allow' : 'softfail' },
      dkim: { allow: true, info: 'allow' },
      dmarc: { allow: clean, info: clean ? 'allow' : 'fail' },
      permittedSender: { allow: false, info: 'none' },
      managedSender: { allow: false, info: 'unknown' },
      symbolGroups: [{ name: 'spam.content.header.poorly_structured', description: '' }],
      verdict: {
        decision: verdict.decision,
        description: '',
        risk: verdict.risk,
        categories: [{ name: verdict.category, risk: verdict.risk, subcategories }],
      },
    },
  }
}
