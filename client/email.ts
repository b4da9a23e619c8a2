/** Endpoint that sends an email (docs/vendor/mimecast-logs.md#send-email). */
import type { Client } from './index.ts'

/** An email; Mimecast sets its sender. */
export interface Email {
  to: readonly string[]
  cc?: readonly string[] | undefined
  bcc?: readonly string[] | undefined
  subject: string
  text?: string | undefined
  html?: string | undefined
  inReplyTo?: string | undefined
}

/** What Mimecast returns about a sent email; every field may be missing. */
export interface SentEmail {
  messageId?: string | null
  messageDateHeader?: string | null
  invalidRecipients?: string[] | null
}

/** Sends one email. */
export const sendEmail = (client: Client, { to, cc, bcc, text, html, ...rest }: Email) =>
  client.one<SentEmail>('/api/email/send-email', {
    to: to.map(address),
    cc: cc?.map(address),
    bcc: bcc?.map(address),
    ...rest,
    plainBody: text === undefined ? undefined : { content: text },
    htmlBody: html === undefined ? undefined : { content: html },
  })

const address = (emailAddress: string) => ({ emailAddress })
