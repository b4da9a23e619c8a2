import { readFileSync } from 'node:fs'
import { MINUTE, SECOND } from './dates.ts'
import {
  isAnything,
  isCount,
  isNumber,
  isText,
  isTimes,
  isTrue,
  listOf,
  oneOf,
  problemsOf,
  type Rule,
  shaped,
} from './shape.ts'
import { type BatchKind, INTERNAL_DOMAIN } from './tenant/generate.ts'
import { type Mail, type MailRoute, RISKS, type Risk, ROUTES, STATUSES, type Status } from './tenant/mail.ts'
import { type SiemSeed, siemBatches } from './tenant/siem.ts'
import { SEEDABLE_LOGS, type SeedableLog, type Tenant } from './tenant/tenant.ts'
import { type Fault, isObject, type JsonObject } from './types.ts'

/** Data put into the tenant on demand: `POST /__simulator/seed`, `Simulator.seed`, or a seed file. */
export interface SeedData {
  /** So many more mails in the hold queue (tracked as held too), evenly spread over the last `minutes`. */
  held?: number
  /** The same in the archive (tracked as archived too). */
  archived?: number
  /** The same as tracked mail that is neither held nor archived. */
  tracked?: number
  /** Default 60. */
  minutes?: number
  /** The tenant's own domain in these mails, default example.com. */
  domain?: string
  /** Every how many mails one carries files, default 4; 0 = none. */
  files_every?: number
  /** Mails written out. */
  mails?: SeedMail[]
  /** Rows of logs as the API returns them, with their times. */
  rows?: Partial<Record<SeedableLog, JsonObject[]>>
  /** Files of SIEM events. */
  siem?: SiemSeed[]
  /** Added to the faults. */
  faults?: Fault[]
}

/** One mail written out; missing fields get a plain value. */
export interface SeedMail {
  /** Default held. */
  status?: Status
  subject?: string
  from?: string
  from_name?: string
  to?: string[]
  /** Default 5. */
  minutes_ago?: number
  route?: MailRoute
  sender_ip?: string
  /** Without angle brackets. */
  message_id?: string
  text?: string
  attachments?: { filename: string; size: number }[]
  /** Verdict of the spam scan; none without it. */
  risk?: Risk
  /** Name of the definition that holds it, default "Fraud Alert". */
  policy?: string
}

/** Ids of a mail that was put in; only those that it has. */
export interface SeededMail {
  tracking_id: string
  hold_id?: string
  archive_id?: string
}

const FAULT = {
  path: isText,
  times: isTimes,
  after: isCount,
  status: isCount,
  headers: isAnything,
  body: isAnything,
  body_text: isText,
  delay_ms: isCount,
  cut: oneOf('before', 'after', 'half'),
  html: isTrue,
  empty: isTrue,
  wrong_json: isTrue,
  fail_shape: oneOf(1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
  expire_token: isTrue,
  rate_limited_ms: isCount,
  release: oneOf(false),
  slow_body_ms: isCount,
  redirect: isText,
}

const MAIL = {
  status: oneOf(...STATUSES),
  subject: isText,
  from: isText,
  from_name: isText,
  to: listOf(isText),
  minutes_ago: isNumber,
  route: oneOf(...ROUTES),
  sender_ip: isText,
  message_id: isText,
  text: isText,
  attachments: listOf(shaped({ filename: isText, size: isCount }, ['filename', 'size'])),
  risk: oneOf(...RISKS),
  policy: isText,
}

const shapedAnyhow: Rule = (value) => (isObject(value) ? undefined : 'an object')

const SEED = {
  held: isCount,
  archived: isCount,
  tracked: isCount,
  minutes: isNumber,
  domain: isText,
  files_every: isCount,
  mails: listOf(shaped(MAIL)),
  rows: shaped(Object.fromEntries(SEEDABLE_LOGS.map((log) => [log, listOf(shapedAnyhow)]))),
  siem: listOf(
    shaped({
      edition: oneOf('cg', 'ci'),
      events: isAnything,
      count: isCount,
      type: isText,
      files: isCount,
      minutes: isNumber,
    }),
  ),
  faults: listOf(shaped(FAULT, ['path'])),
}

/** Validated external input: the value, or every problem with it. */
export type Read<T> = { value: T } | { problems: string[] }

/** Reads one fault or a list of them. */
export function readFaults(value: unknown): Read<Fault[]> {
  const list = Array.isArray(value) ? value : [value]
  const problems = list.flatMap((fault) =>
    isObject(fault) ? problemsOf(fault, FAULT, ['path']) : ['A fault is an object'],
  )
  return problems.length > 0 ? { problems } : { value: list as Fault[] }
}

export function readSeed(value: unknown): Read<SeedData> {
  if (!isObject(value)) return { problems: ['Seed data is an object'] }
  const problems = problemsOf(value, SEED)
  return problems.length > 0 ? { problems } : { value: value as SeedData }
}

/** Reads a seed file; throws with everything that is wrong in it. */
export function readSeedFile(path: string): SeedData {
  const read = readSeed(JSON.parse(readFileSync(path, 'utf8')))
  if ('problems' in read) throw new Error(`The seed file ${path} is not usable: ${read.problems.join('; ')}`)
  return read.value
}

/** Puts data into the tenant; returns the ids of the mails that were written out. The caller handles faults. */
export function sow(tenant: Tenant, data: SeedData): SeededMail[] {
  const now = tenant.now()
  for (const kind of ['held', 'archived', 'tracked'] satisfies BatchKind[]) {
    const count = data[kind] ?? 0
    if (count === 0) continue
    tenant.mails.addBatch({
      kind,
      count,
      // The newest of a batch lies a minute before its anchor; here the whole batch fills the given minutes.
      anchor: now + MINUTE,
      span_ms: (data.minutes ?? 60) * MINUTE,
      spread: 'even',
      domain: data.domain ?? INTERNAL_DOMAIN,
      files_every: data.files_every ?? 4,
    })
  }
  for (const log of SEEDABLE_LOGS) {
    const rows = data.rows?.[log] ?? []
    if (rows.length > 0) tenant.rows.set(log, [...(tenant.rows.get(log) ?? []), ...rows])
  }
  for (const seed of data.siem ?? []) tenant.siem.push(...siemBatches(seed, now))
  return (data.mails ?? []).map((mail) => {
    const added = tenant.mails.addMail((number) => written(mail, number, now))
    return {
      tracking_id: tenant.mails.id(added, 'tracking'),
      ...(added.hold === undefined ? {} : { hold_id: tenant.mails.id(added, 'hold') }),
      ...(added.archived ? { archive_id: tenant.mails.id(added, 'archive') } : {}),
    }
  })
}

function written(mail: SeedMail, number: number, now: number): Mail {
  const status = mail.status ?? 'held'
  const received = Math.floor((now - (mail.minutes_ago ?? 5) * MINUTE) / SECOND) * SECOND
  const sender = { name: mail.from_name ?? '', address: mail.from ?? 'sender@partner.example.net' }
  const attachments = mail.attachments ?? []
  const risk = mail.risk
  return {
    number,
    status,
    tracked: true,
    archived: status === 'archived',
    subject: mail.subject ?? `Mail ${number}`,
    from_env: sender,
    from_hdr: sender,
    to: (mail.to ?? [`dana@${INTERNAL_DOMAIN}`]).map((address) => ({ name: '', address })),
    received,
    sent: received + 2 * SECOND,
    held_at: received + 4 * SECOND,
    route: mail.route ?? 'inbound',
    sender_ip: mail.sender_ip ?? '198.51.100.24',
    remote_host: 'mx.partner.example.net',
    message_id: mail.message_id ?? `seeded.${number}@partner.example.net`,
    size: 5000 + attachments.reduce((sum, file) => sum + file.size, 0),
    attachments,
    spam_score: risk === undefined ? 0 : 5,
    detection_level: risk === undefined ? '' : 'relaxed',
    text: mail.text ?? 'Hello.\r\n',
    html: '',
    ...(status === 'held'
      ? {
          hold: { policy: mail.policy ?? 'Fraud Alert', kind: 'Content examination', group: 'User' } as const,
        }
      : {}),
    ...(risk === undefined
      ? {}
      : { verdict: { decision: 'phish', risk, category: 'phish', detail: 'seeded' } }),
  }
}
