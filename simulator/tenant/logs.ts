import { DAY, formatDate, MINUTE, SECOND } from '../dates.ts'
import { type IdCodec, sha256 } from '../ids.ts'
import type { Placed } from '../paging.ts'
import type { JsonObject } from '../types.ts'
import { dice, pick } from './dice.ts'
import { STORY_LOGS } from './story-logs.ts'
import { COLLEAGUES, FILES, LURES, PARTNERS, type Some } from './words.ts'

/** The three logs of Targeted Threat Protection. */
export type LogKind = 'url' | 'attachment' | 'impersonation'

/** A log row that exists as a rule: position in the log and time. */
export interface LogHit extends Placed {
  index: number
}

/** The logs; rows are created when read, so a hundred thousand of them only need a list of numbers. */
export interface LogBook {
  /** Places the newest row just before `anchor`. */
  place(anchor: number): void
  row(kind: LogKind, index: number): JsonObject
  /** Hits with `from <= time <= to` that match the question, newest or oldest first. */
  search(
    kind: LogKind,
    key: string,
    window: LogWindow,
    question: (row: JsonObject) => boolean,
  ): readonly LogHit[]
}

export interface LogWindow {
  from: number
  to: number
  oldest_first: boolean
}

const SPAN = 3 * DAY
const KEPT = 3

export function logBook(seed: number, codec: IdCodec, count: number): LogBook {
  const searches = new Map<string, readonly LogHit[]>()
  let anchor = 0
  const timeOf = (kind: LogKind, index: number): number => {
    const story = STORY_LOGS[kind][index]
    if (story !== undefined) return story.time(anchor)
    const part = (index - STORY_LOGS[kind].length + 0.5) / count
    return Math.floor((anchor - SPAN * part ** 2) / SECOND) * SECOND - MINUTE
  }
  const row = (kind: LogKind, index: number): JsonObject => {
    const date = formatDate(timeOf(kind, index))
    const story = STORY_LOGS[kind][index]
    return story === undefined ? ROWS[kind]({ seed, codec, index, date }) : story.row(date)
  }
  return {
    place: (at) => {
      anchor = at
      searches.clear()
    },
    row,
    search: (kind, key, window, question) => {
      const known = searches.get(`${kind} ${key}`)
      if (known !== undefined) return known
      const hits: LogHit[] = []
      for (let index = 0; index < STORY_LOGS[kind].length + count; index++) {
        const time = timeOf(kind, index)
        if (time < window.from || time > window.to || !question(row(kind, index))) continue
        hits.push({ index, place: [window.oldest_first ? time : -time, index] })
      }
      hits.sort((a, b) => a.place[0] - b.place[0] || a.place[1] - b.place[1])
      if (searches.size >= KEPT) searches.delete(searches.keys().next().value ?? '')
      searches.set(`${kind} ${key}`, hits)
      return hits
    },
  }
}

interface Line {
  seed: number
  codec: IdCodec
  index: number
  date: string
}

const ROUTES: Some<string> = ['inbound', 'inbound', 'inbound', 'outbound', 'internal']
const SCANS: Some<string> = ['clean', 'clean', 'clean', 'malicious', 'suspicious']
const RESULTS: Some<string> = ['safe', 'safe', 'malicious', 'timeout', 'error', 'unsafe']
const ACTIONS: Some<string> = ['hold', 'bounce', 'none']
const IDENTIFIERS: Some<string> = [
  'newly_observed_domain',
  'similar_internal_domain',
  'internal_user_name',
  'reply_address_mismatch',
]

const ROWS: Record<LogKind, (line: Line) => JsonObject> = {
  url: (line) => {
    const { sender, recipient, subject, ip, message_id, thrown } = parties(line, 1)
    const scanResult = pick(SCANS, thrown(5))
    const action = scanResult === 'clean' ? 'allow' : 'block'
    return {
      userEmailAddress: recipient,
      fromUserEmailAddress: sender,
      url: `https://login.bulk.example.net/verify?id=${line.index}&u=${thrown(6) % 1000}`,
      ttpDefinition: 'Default URL Protection Definition',
      subject,
      action,
      adminOverride: 'N/A',
      userOverride: 'None',
      scanResult,
      category: scanResult === 'clean' ? 'Business' : 'Phishing & Fraud',
      sendingIp: ip,
      userAwarenessAction: 'N/A',
      date: line.date,
      actions: action === 'allow' ? 'Allow' : 'Block',
      route: pick(ROUTES, thrown(7)),
      creationMethod: 'User Click',
      emailPartsDescription: ['Body'],
      messageId: `<${message_id}>`,
      tagMap: {},
    }
  },
  attachment: (line) => {
    const { sender, recipient, subject, message_id, thrown } = parties(line, 2)
    const [stem, extension] = pick(FILES, thrown(5))
    const result = pick(RESULTS, thrown(6))
    const seconds = 1 + (thrown(7) % 30)
    return {
      senderAddress: sender,
      recipientAddress: recipient,
      fileName: `${stem}-${line.index}.${extension}`,
      fileType: `application/${extension}`,
      result,
      actionTriggered: result === 'safe' ? 'none, none' : 'user release, none',
      date: line.date,
      details: `${result.charAt(0).toUpperCase()}${result.slice(1)} \r\nTime taken: 0 hrs, 0 min, ${seconds} sec`,
      route: pick(ROUTES, thrown(8)),
      messageId: `<${message_id}>`,
      subject,
      fileHash: sha256(`${line.seed}:${line.index}`),
      definition: 'Default Attachment Protection Definition',
    }
  },
  impersonation: (line) => {
    const { recipient, subject, ip, message_id, thrown } = parties(line, 3)
    const identifier = pick(IDENTIFIERS, thrown(5))
    return {
      id: line.codec.make('log', line.index),
      senderAddress: `ceo.${line.index}@examp1e.test`,
      recipientAddress: recipient,
      subject,
      definition: 'Impersonation Protection',
      hits: 1,
      identifiers: [identifier],
      action: pick(ACTIONS, thrown(6)),
      taggedExternal: true,
      taggedMalicious: thrown(7) % 2 === 0,
      senderIpAddress: ip,
      eventTime: line.date,
      impersonationResults: [
        {
          impersonationDomainSource: identifier,
          similarDomain: 'examp1e.test',
          stringSimilarToDomain: 'example.com',
        },
      ],
      messageId: `<${message_id}>`,
    }
  },
}

function parties(line: Line, log: number) {
  const thrown = (purpose: number): number => dice(line.seed + log, line.index, purpose)
  const sender = pick(PARTNERS, thrown(1))
  const recipient = `${pick(COLLEAGUES, thrown(2))[1]}@example.com`
  const subject = pick(LURES, thrown(3)).replace('%', String(line.index))
  const message_id = `log${log}.${line.index}@${sender.host}`
  return { sender: sender.person.address, recipient, subject, ip: sender.ip, message_id, thrown }
}
