import { sendEmail } from '../../client/email.ts'
import type { Action } from '../../client/index.ts'
import { invalid } from '../../client/parameters.ts'
import type { SendEmail } from './types.gen.ts'

export const run: Action<SendEmail> = async ({ inputs, client }) => {
  const { body: text, html_body: html, in_reply_to: inReplyTo, ...rest } = inputs
  if (text === undefined && html === undefined) {
    const values = { name: 'Body', other: 'HTML Body' }
    throw invalid({ where: 'body', rule: 'required_one', values })
  }
  const sent = await sendEmail(client, { ...rest, text, html, inReplyTo })
  const result = {
    message_id: sent.messageId ?? null,
    date: sent.messageDateHeader ?? null,
    invalid_recipients: sent.invalidRecipients ?? [],
  }
  return result.invalid_recipients.length === 0
    ? { result }
    : { result, success: false, message: 'incomplete' }
}
