/** Endpoints of the logs of Targeted Threat Protection. */
import type { Client } from './index.ts'
import type { SearchWindow } from './time.ts'

/** A click on a link. */
export interface Click {
  userEmailAddress?: string
  fromUserEmailAddress?: string
  url?: string
  ttpDefinition?: string
  subject?: string
  action?: string
  actions?: string
  adminOverride?: string
  userOverride?: string
  scanResult?: string
  category?: string
  sendingIp?: string
  userAwarenessAction?: string
  date?: string
  route?: string
  creationMethod?: string
  emailPartsDescription?: string[]
  messageId?: string
  tagMap?: Record<string, unknown>
}

/** An attachment that was scanned. */
export interface ScannedAttachment {
  senderAddress?: string
  recipientAddress?: string
  fileName?: string
  fileType?: string
  result?: string
  actionTriggered?: string
  date?: string
  details?: string
  route?: string
  messageId?: string
  subject?: string
  fileHash?: string
  definition?: string
}

/** A message that looked like an impersonation. */
export interface Impersonation {
  id?: string
  senderAddress?: string
  recipientAddress?: string
  subject?: string
  definition?: string
  hits?: number
  identifiers?: string[]
  action?: string
  taggedExternal?: boolean
  taggedMalicious?: boolean
  senderIpAddress?: string
  eventTime?: string
  impersonationResults?: SimilarDomain[] | null
  messageId?: string
}

/** What the sender's domain was similar to. */
export interface SimilarDomain {
  impersonationDomainSource?: string
  similarDomain?: string
  stringSimilarToDomain?: string
}

/** Clicks in a window. */
export const urlLogs = (
  client: Client,
  item: SearchWindow & { oldestFirst: boolean; route: string; scanResult: string },
  limit?: number,
) => client.list<Click>('/api/ttp/url/get-logs', item, { rows: 'clickLogs', limit })

/** Scanned attachments in a window. */
export const attachmentLogs = (
  client: Client,
  item: SearchWindow & { oldestFirst: boolean; route: string; result: string },
  limit?: number,
) => client.list<ScannedAttachment>('/api/ttp/attachment/get-logs', item, { rows: 'attachmentLogs', limit })

/** Impersonations in a window. */
export const impersonationLogs = (
  client: Client,
  item: SearchWindow & { oldestFirst: boolean; searchField?: string; query?: string },
  limit?: number,
) => client.list<Impersonation>('/api/ttp/impersonation/get-logs', item, { rows: 'impersonationLogs', limit })
