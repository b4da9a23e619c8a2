/** The original of a link that URL Protection rewrote. */
import { endsRun, failureText, toActionError } from '../../runtime/sdk/index.ts'
import type { Client } from '../index.ts'
import { decodeUrls, isRewritten } from '../urls.ts'
import { lineOf } from './parts.ts'

/** A URL, the original if it was rewritten and could be decoded, and why it could not. */
export interface OriginalUrl {
  url: string
  decoded?: string
  facts: Record<string, string>
}

/** Decodes a link. An alert is made without it if that fails for a reason of its own, such as a missing permission. */
export async function originalUrl(client: Client, value: unknown): Promise<OriginalUrl> {
  const url = lineOf(value)
  if (!isRewritten(url)) return { url, facts: {} }
  try {
    const [answer] = await decodeUrls(client, [url])
    if (answer && !answer.ok) throw answer.error
    const decoded = answer?.value
    return decoded === undefined
      ? { url, facts: { url_not_decoded: 'Mimecast could not decode it' } }
      : { url, decoded, facts: {} }
  } catch (thrown) {
    const error = toActionError(thrown)
    if (endsRun(error)) throw error
    return { url, facts: { url_not_decoded: failureText(error) } }
  }
}
