import { type IdCodec, idCodec } from '../ids.ts'
import type { Clock, JsonObject, SeedSizes, Switches } from '../types.ts'
import { textSeed } from './dice.ts'
import { INTERNAL_DOMAIN, SPANS } from './generate.ts'
import { type Group, seedGroups } from './groups.ts'
import { type LogBook, logBook } from './logs.ts'
import { type Decision, type Mails, mailBox } from './mails.ts'
import { type ManagedUrl, seedUrls } from './managed-urls.ts'
import { type Policy, seedPolicies } from './policies.ts'
import type { SiemBatch } from './siem.ts'
import { storyMails } from './story.ts'

/** One managed sender: mail of this sender to this recipient is permitted or blocked. */
export interface ManagedSender {
  id: string
  sender: string
  to: string
  type: 'Permit' | 'Block'
}

/** A message that was reported as spam, malware or phishing. */
export interface Report {
  tracking_id: string
  type: string
  comment?: string
}

/** The logs to which rows can be added (`SeedData.rows`). */
export const SEEDABLE_LOGS = [
  'url',
  'attachment',
  'impersonation',
  'audit',
  'reported_emails',
  'dlp',
  'rejections',
  'released',
  'incidents',
] as const

/** A log to which rows can be added. */
export type SeedableLog = (typeof SEEDABLE_LOGS)[number]

/** The tenant's state. Maps are in insertion order. */
export interface Tenant {
  now: Clock
  ids: IdCodec
  switches: Switches
  mails: Mails
  /** Keyed by sender and recipient, separated by a blank, lower case. */
  managed_senders: Map<string, ManagedSender>
  /** Keyed by id. */
  policies: Map<string, Policy>
  /** Keyed by id. */
  groups: Map<string, Group>
  /** Keyed by id. */
  managed_urls: Map<string, ManagedUrl>
  reports: Report[]
  logs: LogBook
  /** Rows that were added to a log. */
  rows: Map<SeedableLog, readonly JsonObject[]>
  /** Objects of further areas, by table and id (simulator/area.ts). */
  tables: Map<string, Map<string, JsonObject>>
  /** Files of SIEM events that were put in, oldest first. */
  siem: SiemBatch[]
  /** When the story ends: the time of the last reset. */
  anchor: number
  /** The next number for an id of something new. */
  nextNumber(): number
  reset(): void
}

/** The read side of the tenant's state, for tests. The maps stay the same objects over a `reset()`. */
export interface TenantState {
  readonly managed_senders: ReadonlyMap<string, ManagedSender>
  readonly policies: ReadonlyMap<string, Policy>
  readonly groups: ReadonlyMap<string, Group>
  readonly managed_urls: ReadonlyMap<string, ManagedUrl>
  readonly reports: readonly Report[]
  /** Objects of further areas, by table and id; a table exists once a call has used it. */
  readonly tables: ReadonlyMap<string, ReadonlyMap<string, JsonObject>>
  /** What was decided about held mail, keyed by the mail's number. */
  readonly decisions: ReadonlyMap<number, Decision>
  /** Hold ids of what is in the queue now, newest first. */
  heldIds(): string[]
}

const DEFAULT_SIZES: Required<SeedSizes> = { archived: 300, held: 120, tracked: 200, logs: 250 }

const DEFAULT_SWITCHES: Switches = {
  handled_twice: 'false',
  binding_expired: false,
  finder_rows: 'paged',
  archive_rows: 'nested',
  gateway_detail: true,
}

/** A tenant with its seed data, placed relative to the clock; `reset` restores it and places it again. */
export function createTenant(options: {
  now: Clock
  seed?: string | undefined
  sizes?: SeedSizes | undefined
  switches?: Partial<Switches> | undefined
}): Tenant {
  const seed = options.seed ?? 'soar'
  const number = textSeed(seed)
  const ids = idCodec(seed)
  const sizes = { ...DEFAULT_SIZES, ...options.sizes }
  let next = 0
  const tenant: Tenant = {
    now: options.now,
    ids,
    switches: { ...DEFAULT_SWITCHES },
    mails: mailBox(number, ids),
    managed_senders: new Map(),
    policies: new Map(),
    groups: new Map(),
    managed_urls: new Map(),
    reports: [],
    logs: logBook(number, ids, sizes.logs),
    rows: new Map(),
    tables: new Map(),
    siem: [],
    anchor: 0,
    nextNumber: () => next++,
    reset: () => {
      next = 0
      Object.assign(tenant.switches, DEFAULT_SWITCHES, options.switches)
      tenant.reports.length = 0
      tenant.managed_senders.clear()
      const anchor = tenant.now()
      tenant.anchor = anchor
      tenant.tables.clear()
      tenant.rows.clear()
      tenant.siem.length = 0
      refill(tenant.policies, seedPolicies(anchor))
      refill(tenant.groups, seedGroups(tenant))
      refill(tenant.managed_urls, seedUrls())
      tenant.logs.place(anchor)
      seedMails(tenant.mails, anchor, sizes)
    },
  }
  tenant.reset()
  return tenant
}

function seedMails(mails: Mails, anchor: number, sizes: Required<SeedSizes>): void {
  mails.clear()
  for (const mail of storyMails(anchor)) mails.addMail(() => mail)
  for (const kind of ['held', 'archived', 'tracked'] as const) {
    mails.addBatch({ ...BATCH, kind, count: sizes[kind], anchor, span_ms: SPANS[kind] })
  }
}

const BATCH = { spread: 'recent', domain: INTERNAL_DOMAIN, files_every: 4 } as const

function refill<T extends { id: string }>(map: Map<string, T>, rows: readonly T[]): void {
  map.clear()
  for (const row of rows) map.set(row.id, row)
}

/** Hits of everything in the hold queue, newest first. */
export function heldHits(mails: Mails) {
  return mails.search('held', 'queue', (mail) =>
    mail.hold === undefined ? undefined : [-mail.held_at, mail.number],
  )
}

/** The tenant's state as tests may read it. */
export function readState(tenant: Tenant): TenantState {
  return {
    managed_senders: tenant.managed_senders,
    policies: tenant.policies,
    groups: tenant.groups,
    managed_urls: tenant.managed_urls,
    reports: tenant.reports,
    tables: tenant.tables,
    decisions: tenant.mails.decisions,
    heldIds: () =>
      heldHits(tenant.mails).flatMap(({ number }) => {
        const mail = tenant.mails.get(number)
        return mail === undefined ? [] : [tenant.mails.id(mail, 'hold')]
      }),
  }
}
