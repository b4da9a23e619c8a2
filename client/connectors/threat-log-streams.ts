/** The streams of the three logs of Targeted Threat Protection (docs/vendor/mimecast-connectors.md#ttp-incidents). */
import type { TtpIncidents } from '../../actions/threat-logs/types.gen.ts'
import { digest, rowIdentity, type Severity, type Stream } from '../../runtime/sdk/index.ts'
import type { Client } from '../index.ts'
import {
  attachmentLogs,
  type Click,
  type Impersonation,
  impersonationLogs,
  type ScannedAttachment,
  urlLogs,
} from '../threat-logs.ts'
import { wireTime } from '../time.ts'
import { originalUrl } from './original-url.ts'
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

type Inputs = TtpIncidents['inputs']

/** The chosen streams. */
export function threatLogStreams(client: Client, inputs: Inputs) {
  const streams = {
    url: clicks(client, inputs),
    attachment: attachments(client, inputs),
    impersonation: impersonations(client, inputs),
  }
  return inputs.streams.map((name) => streams[name])
}

/** What the API filters by: one verdict, or all of them if several are wanted. The rows are filtered again here. */
const oneOf = (wanted: readonly string[]): string => (wanted.length === 1 ? (wanted[0] ?? 'all') : 'all')

const isWanted = (value: unknown, wanted: readonly string[]): boolean =>
  wanted.length === 0 || wanted.includes(textOf(value).toLowerCase())

const isRoute = (value: unknown, { route }: Inputs): boolean =>
  route === 'all' || textOf(value) === '' || textOf(value).toLowerCase() === route

/** The hour of a time: rows of one hour belong together if no Message-ID joins them. */
const hourOf = (value: unknown): number => Math.floor((timeOf(value) ?? 0) / 3_600_000)

/** Whether the user or the mail was stopped, as far as the text says so. */
const isStopped = (action: unknown): boolean =>
  /block|hold|held|reject|bounce|quarantine/i.test(textOf(action))

function clicks(client: Client, inputs: Inputs): Stream<Click> {
  const wanted = inputs.url_scan_results
  return {
    name: 'url',
    permission: 'Monitoring | URL Protection | Read',
    oldestFirst: true,
    read: ({ from, to }) =>
      urlLogs(client, {
        from: wireTime(from),
        to: wireTime(to),
        oldestFirst: true,
        route: inputs.route,
        scanResult: oneOf(wanted),
      }),
    keep: (row) => isWanted(row.scanResult, wanted) && isRoute(row.route, inputs),
    timeOf: ({ date }) => timeOf(date),
    idOf: (row) => `url-${rowIdentity(row)}`,
    ...(inputs.group_by_message && { groupOf: clickGroup }),
    alertOf: async (row, { id, time, rows }) => {
      const { url, decoded, facts } = await originalUrl(client, row.url)
      const verdict = lineOf(row.scanResult) || 'unknown'
      return alertWith(inputs.device_product_field, {
        id,
        title: `${verdict.charAt(0).toUpperCase()}${verdict.slice(1)} URL Clicked`,
        description: `${lineOf(row.userEmailAddress)} clicked ${decoded ?? url}`,
        severity: highest(rows.map(clickSeverity)),
        time,
        product: 'URL Protection',
        rule: 'TTP URL Protection',
        reason: lineOf(row.category),
        entities: entitiesOf(
          ...rows.map(({ userEmailAddress }): EntityPart => ['email', 'user', userEmailAddress]),
          ['email', 'sender', row.fromUserEmailAddress],
          ['url', undefined, decoded ?? url],
          ['url', 'rewritten', decoded === undefined ? undefined : url],
          ['ip', 'sender', row.sendingIp],
          ['message_id', undefined, messageIdOf(row.messageId)],
        ),
        events: rows.map((one) => ({ ...one, event_type: 'URLClick' })),
        facts,
        source: row,
      })
    },
  }
}

/** Clicks on one URL of one mail; without its Message-ID, clicks of one user on one URL within an hour. */
const clickGroup = ({ messageId, url, userEmailAddress, date }: Click): string =>
  `url-${digest(JSON.stringify(messageIdOf(messageId) ? [messageIdOf(messageId), url] : [userEmailAddress, url, hourOf(date)]))}`

function clickSeverity({ scanResult, action }: Click): Severity {
  const stopped = isStopped(action)
  if (scanResult === 'malicious') return stopped ? 'medium' : 'high'
  if (scanResult === 'suspicious') return stopped ? 'low' : 'medium'
  return 'informational'
}

function attachments(client: Client, inputs: Inputs): Stream<ScannedAttachment> {
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

function impersonations(client: Client, inputs: Inputs): Stream<Impersonation> {
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
