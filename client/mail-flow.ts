/** Endpoints about the way of mail through the gateway: rejections, processing, queues. */
import type {
  GetEmailQueues,
  ListProcessingMessages,
  ListRejections,
} from '../actions/mail-flow/types.gen.ts'
import type { Criterion } from './held-messages.ts'
import type { Client } from './index.ts'

interface Search {
  start: string
  end: string
  searchBy?: Criterion
}

/** A message in processing; `to` is a list or a single person. */
export type ProcessingMessage = ListProcessingMessages['wire'] & { to?: unknown }

/** Messages rejected in a window. Without `admin`, Mimecast returns those of the calling account only. */
export const rejections = (client: Client, item: Search & { mailbox?: string }, limit?: number) =>
  client.list<ListRejections['wire']>(
    '/api/gateway/get-rejections',
    { admin: true, ...item },
    { rows: 'rejections', limit },
  )

/** Messages that wait for delivery, newest first. */
export const processingMessages = (client: Client, item: Search & { type: string }) =>
  client.list<ProcessingMessage>(
    '/api/gateway/find-processing-messages',
    { ...item, sortBy: 'createTime', sortOrder: 'desc' },
    { rows: 'messages' },
  )

/** The lengths of the queues in a window. */
export const mailQueues = (client: Client, window: { start: string; end: string }) =>
  client.one<GetEmailQueues['wire']>('/api/email/get-email-queues', window)
