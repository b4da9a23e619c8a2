/** Endpoints of the logs of Targeted Threat Protection. */
import type {
  GetTtpAttachmentProtectionLogs,
  GetTtpImpersonationProtectionLogs,
  GetTtpUrlLogs,
} from '../actions/threat-logs/types.gen.ts'
import type { Client } from './index.ts'
import type { SearchWindow } from './time.ts'

/** A click on a link. */
export type Click = GetTtpUrlLogs['wire']

/** An attachment that was scanned. */
export type ScannedAttachment = GetTtpAttachmentProtectionLogs['wire']

/** A message that looked like an impersonation. */
export type Impersonation = GetTtpImpersonationProtectionLogs['wire']

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
  item: SearchWindow & {
    oldestFirst: boolean
    searchField?: string
    query?: string
    taggedMalicious?: boolean
  },
  limit?: number,
) => client.list<Impersonation>('/api/ttp/impersonation/get-logs', item, { rows: 'impersonationLogs', limit })
