/** Decodes header texts: encoded words (RFC 2047) and HTML entities. */

const WORD = /=\?([\w-]{1,40})\?([bq])\?([^?\s]{0,500})\?=(?:\s{1,8}(?==\?))?/gi
const ENTITY = /&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9a-f]{1,6}));/gi
const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** A text as people read it. Mimecast calls some subjects encoded without naming how; what cannot be decoded is kept. */
export function decodeText(text: string): string {
  const words = text.replace(WORD, (whole: string, charset: string, kind: string, coded: string) =>
    decodeWord(charset, kind.toLowerCase() === 'b' ? fromBase64(coded) : fromQuoted(coded), whole),
  )
  return words === text ? text.replace(ENTITY, decodeEntity) : words
}

function decodeWord(charset: string, bytes: Uint8Array, whole: string): string {
  try {
    return new TextDecoder(charset).decode(bytes)
  } catch {
    return whole
  }
}

const fromBase64 = (text: string): Uint8Array => Buffer.from(text, 'base64')

const fromQuoted = (text: string): Uint8Array =>
  Buffer.from(
    text
      .replaceAll('_', ' ')
      .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )

function decodeEntity(whole: string, name?: string, decimal?: string, hex?: string): string {
  if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
  const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
  return isCharacter ? String.fromCodePoint(code) : whole
}
