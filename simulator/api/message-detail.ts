import type { Call, Outcome } from '../call.ts'
import { formatDate, SECOND } from '../dates.ts'
import { APP_FORBIDDEN } from '../envelope.ts'
import { type Fields, text } from '../fields.ts'
import { fileHash } from '../files.ts'
import type { Attachment, Mail } from '../tenant/mail.ts'
import type { Tenant } from '../tenant/tenant.ts'
import type { JsonObject } from '../types.ts'
import { isMail, mailOf, personRow } from './shared.ts'

const CONTEXT = { type: 'text', one_of: ['DELIVERED', 'RECEIVED'] } as const

export const ARCHIVE_DETAIL: Fields = {
  id: { type: 'text', required: true },
  admin: { type: 'flag' },
  context: CONTEXT,
}

export const GATEWAY_DETAIL: Fields = {
  id: { type: 'text', required: true },
  context: CONTEXT,
  viewType: { type: 'text', one_of: ['archive', 'mailbox_recovery'] },
  mailbox: { type: 'address' },
}

export const FILE: Fields = { id: { type: 'text', required: true } }

/** archive/get-message-detail, by archive id. */
export function archiveDetail(item: JsonObject, { tenant }: Call): Outcome {
  const mail = mailOf(tenant, 'archive', text(item, 'id', ''))
  if (!isMail(mail)) return mail
  const { messageBodyPreview, ...detail } = detailOf(tenant, mail)
  return [{ ...detail, id: tenant.mails.id(mail, 'archive'), status: 'ARCHIVED', messageBodyPreview }]
}

/** gateway/message/get-message-detail, by hold id: the same, and what the scan said of each file. */
export function gatewayDetail(item: JsonObject, { tenant, generation }: Call): Outcome {
  if (generation === 2 && !tenant.switches.gateway_detail) return APP_FORBIDDEN
  const mail = mailOf(tenant, 'hold', text(item, 'id', ''))
  if (!isMail(mail)) return mail
  const { messageBodyPreview: _, replyTo: __, ...detail } = detailOf(tenant, mail)
  const scanned = (detail.attachments as JsonObject[]).map((file) => ({
    ...file,
    verdict: 'safe',
    scanDate: formatDate(mail.received + 3 * SECOND),
  }))
  return [{ ...detail, id: tenant.mails.id(mail, 'hold'), status: mail.status, attachments: scanned }]
}

/** archive/get-file and gateway/message/get-file: bytes on API 1.0, a pre-signed link on 2.0. */
export function getFile(item: JsonObject, { files, generation }: Call): Outcome {
  return files.answer(text(item, 'id', ''), generation)
}

function detailOf(tenant: Tenant, mail: Mail): JsonObject {
  const host = mail.from_env.address.slice(mail.from_env.address.lastIndexOf('@') + 1)
  return {
    smash: tenant.mails.smash(mail),
    mimeMessageId: `<${mail.message_id}>`,
    hasHtmlBody: mail.html !== '',
    hasTextBody: mail.text !== '',
    isPassthrough: false,
    attachments: (mail.attachments ?? []).map((file, nth) => fileRow(tenant, mail, nth, file)),
    received: formatDate(mail.received),
    processed: formatDate(mail.received + 4 * SECOND),
    replyTo: { displayableName: '', emailAddress: mail.from_hdr.address },
    envelopeFrom: { displayableName: '', emailAddress: mail.from_env.address },
    from: personRow(mail.from_hdr),
    to: mail.to.map((person) => personRow({ ...person, name: mail.to_name ?? person.name })),
    cc: [],
    headerDate: formatDate(mail.sent),
    headers: [
      {
        name: 'Received',
        values: [
          `from ${mail.remote_host} (${mail.remote_host} [${mail.sender_ip}]) by relay.example.invalid with ESMTP id x1; ${new Date(mail.received).toUTCString().replace('GMT', '+0000')}`,
        ],
      },
      { name: 'Message-ID', values: [`<${mail.message_id}>`] },
      {
        name: 'Authentication-Results',
        values: [
          `relay.example.invalid; dkim=pass header.d=${host}; dmarc=pass header.from=${host}; spf=pass`,
        ],
      },
    ],
    subject: mail.subject,
    size: mail.size,
    messageBodyPreview: mail.text.slice(0, 100),
  }
}

const CONTENT_TYPES: Record<string, string> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  png: 'image/png',
  zip: 'application/zip',
}

function fileRow(tenant: Tenant, mail: Mail, nth: number, file: Attachment): JsonObject {
  const dot = file.filename.lastIndexOf('.')
  const extension = dot < 0 ? '' : file.filename.slice(dot + 1)
  return {
    id: tenant.mails.fileId(mail, nth),
    filename: file.filename,
    size: file.size,
    extension,
    contentType: CONTENT_TYPES[extension] ?? 'application/octet-stream',
    contentId: '',
    sha256: fileHash(mail, nth, file),
    bodyType: 5,
  }
}
