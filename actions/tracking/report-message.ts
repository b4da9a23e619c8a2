import type { Action } from '../../client/index.ts'
import { reportMessage } from '../../client/tracking.ts'
import { ActionError, phrase } from '../../runtime/sdk/index.ts'
import type { ReportMessage } from './types.gen.ts'

const TYPES = { Spam: 'spam', Malware: 'malware', Phishing: 'phishing' } as const

export const run: Action<ReportMessage> = async ({ inputs, client, log }) => {
  const { message_id: id, comment, report_as } = inputs
  const type = TYPES[report_as]
  if (client.api === '2.0') {
    log.warn(
      { code: 'deprecated' },
      phrase(
        'Report Message is deprecated: API 2.0 documents no call to report a message. It was tried all the same.',
      ),
    )
  }
  try {
    await reportMessage(client, { id, type, ...(comment && { comment }) })
  } catch (thrown) {
    throw client.api === '2.0' ? explained(thrown) : thrown
  }
  return { result: { id, type } }
}

/** If Mimecast does not know the call itself, another id or another permission does not help. */
function explained(thrown: unknown): unknown {
  if (!(thrown instanceof ActionError)) return thrown
  const { status, failures = [] } = thrown.facts.vendor ?? {}
  if (status !== 404 && !failures.some(({ code }) => code === 'app_forbidden')) return thrown
  const reason = phrase(
    'API 2.0 documents no call to report a message, and Mimecast refused it: {reason}. Use credentials of API 1.0, or report from the Mimecast console.',
    { reason: thrown.words.reason ?? '' },
  )
  return new ActionError('NOT_SUPPORTED', { reason }, thrown.facts)
}
