import { formatDate, SECOND } from '../dates.ts'
import { fileHash } from '../files.ts'
import { sha256 } from '../ids.ts'
import { holdText, type Mail } from '../tenant/mail.ts'
import type { JsonObject } from '../types.ts'

const SERVER = 'eu-mta-7.eu.example.invalid'
/** Means "not yet". */
const NEVER = formatDate(0)

/** One file that a mail was transmitted as. */
interface Component {
  name: string
  kind: string
  mime: string
  size: number
  hash: string
}

/** The parts of a mail: the transmission, its bodies, its attachments. */
function componentsOf(mail: Mail): Component[] {
  const body = (name: string, kind: string, mime: string, content: string): Component[] =>
    content === '' ? [] : [{ name, kind, mime, size: Buffer.byteLength(content), hash: sha256(content) }]
  return [
    ...body(
      'transmission.eml',
      'Email Transmission File',
      'message/rfc822-stubbed',
      `${mail.message_id}\r\n${mail.subject}`,
    ),
    ...body('body.htm', 'Email Primary Body HTML', 'text/html', mail.html),
    ...body('body.txt', 'Email Primary Body Plain Text', 'text/plain', mail.text),
    ...(mail.attachments ?? []).map((file, nth) => ({
      name: file.filename,
      kind: 'Email Attachment',
      mime: 'application/octet-stream',
      size: file.size,
      hash: fileHash(mail, nth, file),
    })),
  ]
}

function received(mail: Mail): string {
  return `250 SmtpThread-100777-${mail.received}@${SERVER} Received OK`
}

/** `txInfo` of held mail. */
export function transmission(mail: Mail): JsonObject {
  return {
    actualSize: mail.size,
    compressedStoreSize: Math.floor(mail.size * 0.75),
    deliveryType: 'Encrypted (TLS)',
    processStartTime: formatDate(mail.received),
    processEndTime: formatDate(mail.received + 3 * SECOND),
    processingServer: SERVER,
    queueDetailStatus: holdText(mail.hold),
    receiptAck: received(mail),
    remoteIp: mail.sender_ip,
    remoteServer: mail.remote_host,
    remoteServerGreeting: `EHLO ${mail.remote_host}`,
    remoteServerReceiptAck: received(mail),
    returnPath: mail.from_env.address,
    smtpActualSize: mail.size,
    smtpCompressedStoreSize: Math.floor(mail.size * 0.75),
    smtpStartTime: formatDate(mail.received),
    smtpEndTime: formatDate(mail.received + 2 * SECOND),
    to: mail.to.map(({ address }) => address),
    transmissionComponents: componentsOf(mail).map(({ name, kind, hash, size }) => ({
      fileName: name,
      fileType: kind,
      hash,
      txSize: size,
    })),
    transmissionSize: mail.size,
    txEvent: 'Email Received via Open Greylist',
  }
}

/** `txInfo` of a recipient without delivery so far. */
export function waitingTransmission(mail: Mail): JsonObject {
  return {
    ...transmission(mail),
    deliveryType: 'Not Encrypted',
    processStartTime: NEVER,
    processEndTime: NEVER,
    receiptAck: '',
    remoteIp: '',
    remoteServer: '',
    remoteServerGreeting: '',
    remoteServerReceiptAck: '',
    smtpStartTime: NEVER,
    smtpEndTime: NEVER,
    txEvent: 'Item currently queued for delivery',
  }
}

function metaComponents(mail: Mail): JsonObject[] {
  return componentsOf(mail).map(({ name, kind, mime, size, hash }) => ({
    type: kind,
    name,
    extension: name.slice(name.lastIndexOf('.') + 1),
    mimeType: mime,
    size,
    hash,
  }))
}

/** `recipientMetaInfo` of mail that came in. */
export function receiptMeta(mail: Mail): JsonObject {
  return {
    receiptEvent: 'Email Received via header based Permitted Sender',
    spamEvent: 'na',
    messageExpiresIn: 3650,
    processingServer: SERVER,
    transmissionSize: mail.size,
    binaryEmailSize: mail.size + 63,
    remoteIp: mail.sender_ip,
    remoteHost: mail.remote_host,
    remoteServerGreeting: `EHLO ${mail.remote_host}`,
    receiptAcknowledgement: received(mail),
    transmissionStart: formatDate(mail.received),
    transmissionEnd: formatDate(mail.received + SECOND),
    encryptionInfo: 'TLS',
    components: metaComponents(mail),
  }
}

/** `deliveryMetaInfo` of one recipient. */
export function deliveryMeta(mail: Mail, address: string): JsonObject {
  const host = `mx.${address.slice(address.lastIndexOf('@') + 1)}`
  return {
    remoteServerGreeting: `220 ${host} ESMTP ready`,
    encryptionInfo: 'TLS',
    receiptAcknowledgement: `250 2.0.0 OK ${Math.floor(mail.sent / SECOND)}`,
    emailAddress: address,
    messageExpiresIn: 3650,
    processingServer: SERVER,
    transmissionSize: mail.size,
    remoteHost: host,
    transmissionStart: formatDate(mail.received + 2 * SECOND),
    transmissionEnd: formatDate(mail.received + 3 * SECOND),
    remoteIp: '192.0.2.10',
    deliveryEvent: 'Email Delivered via Routing Rule',
    components: metaComponents(mail),
  }
}
