/** Reads the internet Message-ID of a tracked message from its raw headers. Source: docs/vendor/mimecast-mail.md#message-details. */

/** The header's line, plain or HTML-escaped, possibly folded; up to the last bracket of the line. */
const HEADER = /(?:^|>)message-id:\s*(?:&lt;|<)([^\r\n]+)(?:&gt;|>)/im

const ENTITIES: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
}

/** The Message-ID in `transmissionInfo`, without its brackets; undefined if there is none. */
export function messageIdOf(transmissionInfo: unknown): string | undefined {
  if (typeof transmissionInfo !== 'string') return undefined
  const found = HEADER.exec(transmissionInfo)?.[1]
  return found?.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity).trim()
}
