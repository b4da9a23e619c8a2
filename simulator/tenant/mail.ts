/** States of a tracked mail, as message-finder spells them. */
export const STATUSES = [
  'processing',
  'delivery',
  'system',
  'held',
  'accepted',
  'bulk_processing',
  'bulk_delivery',
  'bounced',
  'deferred',
  'rejected',
  'archived',
] as const
export type Status = (typeof STATUSES)[number]

export const ROUTES = ['internal', 'outbound', 'inbound', 'external'] as const
export type MailRoute = (typeof ROUTES)[number]

export const RISKS = ['negligible', 'low', 'medium', 'high'] as const
export type Risk = (typeof RISKS)[number]

export interface Person {
  name: string
  address: string
}

/** A file in a mail. Without `sha256` the hash is the one of the bytes that the simulator serves. */
export interface Attachment {
  filename: string
  size: number
  sha256?: string
}

/** Why a mail is held. */
export interface Hold {
  /** Name of the definition: `queueInfo.reason`, `policyInfo`. */
  policy: string
  /** The kind of policy in words: "Content examination", "Spam Signature". */
  kind: string
  group: 'User' | 'Administrator' | 'Moderator'
}

/** What the spam scan found. */
export interface Verdict {
  decision: string
  risk: Risk
  category: string
  detail: string
}

/** Ids that are fixed (story mails); all others are made from the number. */
export interface FixedIds {
  tracking?: string
  hold?: string
  archive?: string
  queue?: string
  smash?: string
  files?: string[]
}

/** One mail of the tenant. Times are epoch milliseconds on whole seconds. */
export interface Mail {
  /** Unique in the tenant; ids are made of it. */
  number: number
  status: Status
  /** Seen by message-finder. One story mail is in the hold list only. */
  tracked: boolean
  /** In the archive. */
  archived: boolean
  subject: string
  /** Envelope and header sender. */
  from_env: Person
  from_hdr: Person
  to: Person[]
  /** Name of the first recipient where a list shows one that the tracking row does not. */
  to_name?: string
  received: number
  sent: number
  /** When it came into the hold queue. */
  held_at: number
  route: MailRoute
  sender_ip: string
  remote_host: string
  /** Without angle brackets. */
  message_id: string
  size: number
  /** Absent on mail that was refused before its content arrived. */
  attachments?: Attachment[]
  /** What `attachmentcount` says where it differs from the files. */
  attachment_count?: number
  spam_score: number
  detection_level: string
  text: string
  html: string
  hold?: Hold
  verdict?: Verdict
  ids?: FixedIds
}

/** The `info` text of a tracked mail. */
export function infoOf(mail: Mail): string {
  if (mail.status === 'held') return holdText(mail.hold)
  return INFO[mail.status] ?? 'Message in progress'
}

/** "Message Hold Applied - Spam Signature policy". */
export function holdText(hold: Hold | undefined): string {
  return `Message Hold Applied - ${hold?.kind ?? 'Held'} policy`
}

/** The same as the lower-case code that `searchBy` takes. */
export function holdCode(hold: Hold | undefined): string {
  return `message_hold_applied_${(hold?.kind ?? 'held').toLowerCase().replaceAll(' ', '_')}_policy`
}

const INFO: Partial<Record<Status, string>> = {
  accepted: 'Delivered successfully',
  archived: 'Indexed and archived',
  bounced: 'Recipient server rejected the message',
  rejected: 'Envelope Rejected',
  deferred: 'Recipient server temporarily unavailable',
  delivery: 'Awaiting delivery',
}

export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase()
