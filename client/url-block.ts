/** Blocks or permits what a URL leads to: decodes a rewritten link, then creates the entry. */
import { phrase } from '../runtime/sdk/index.ts'
import type { Client } from './index.ts'
import { decodeUrls, ensureManagedUrl, isRewritten, type ManagedUrl, type UrlRule } from './urls.ts'
import { refused } from './vendor.ts'

/** The entry, and what was done to get it. */
export interface Ruled {
  entry: ManagedUrl
  existed: boolean
  decoded: boolean
  /** The message that says so; undefined for the usual one. */
  message: 'already_existed' | 'decoded' | 'decoded_existed' | undefined
}

/** Creates the entry for a URL, or for what a rewritten link leads to. Throws VENDOR_REJECTED if it cannot be decoded. */
export async function ruleUrl(client: Client, rule: UrlRule): Promise<Ruled> {
  const decoded = isRewritten(rule.url)
  const url = decoded ? await original(client, rule.url) : rule.url
  const { entry, existed } = await ensureManagedUrl(client, { ...rule, url })
  const message = decoded
    ? existed
      ? 'decoded_existed'
      : 'decoded'
    : existed
      ? 'already_existed'
      : undefined
  return { entry, existed, decoded, message }
}

async function original(client: Client, link: string): Promise<string> {
  const [answer] = await decodeUrls(client, [link])
  if (answer?.ok && answer.value !== undefined && URL.canParse(answer.value)) return answer.value
  if (answer && !answer.ok) throw answer.error
  throw refused(phrase('the rewritten link cannot be decoded, so nothing was changed'))
}
