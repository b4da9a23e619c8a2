/** Spellings in which secrets must be found. */

/** Ways in which servers, logs and tools write a text, by name. */
export const SPELLINGS: Record<string, (text: string) => string> = {
  'every character percent-encoded': (text) => each(text, (char) => `%${hexOf(char)}`),
  'percent-encoded twice': (text) => each(text, (char) => `%25${hexOf(char)}`),
  'JSON escapes': (text) => each(text, (char) => `\\u00${hexOf(char)}`),
  'escapes of a script': (text) => each(text, (char) => `\\x${hexOf(char)}`),
  'octal escapes': (text) => each(text, (char) => `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`),
  'HTML references': (text) => each(text, (char) => `&#${char.charCodeAt(0)};`),
  'HTML references without an end': (text) => text.replaceAll(/\+(?!\d)/g, '&#43'),
  'named HTML references': (text) =>
    text.replaceAll('+', '&plus;').replaceAll('/', '&sol;').replaceAll('=', '&equals;'),
  'quoted-printable': (text) => each(text, (char) => `=${hexOf(char).toUpperCase()}`),
  'quoted-printable signs': (text) => text.replaceAll('=', '=3D'),
  'a soft line end inside': (text) => `${text.slice(0, 9)}=\r\n${text.slice(9)}`,
  'a line end inside': (text) => `${text.slice(0, 9)}\n  ${text.slice(9)}`,
  'doubled quotes': (text) => `"${text.replaceAll('"', '""')}"`,
  'base64 in lines': (text) => base64(Buffer.from(text)).replaceAll(/(.{10})/g, '$1\r\n'),
  'base64 of UTF-16': (text) => base64(Buffer.from(`x${text}`, 'utf16le')),
  'base64 of UTF-16, the other way round': (text) => base64(Buffer.from(text, 'utf16le').swap16()),
  'base64 of base64': (text) => base64(Buffer.from(base64(Buffer.from(`user:${text}`)))),
  hexadecimal: (text) => Buffer.from(text).toString('hex'),
  'wide letters': (text) => each(text, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0)),
  'capital letters': (text) => text.toUpperCase(),
  'small letters': (text) => text.toLowerCase(),
  'without its last character': (text) => text.slice(0, -1),
  'without its first character': (text) => text.slice(1),
}

const each = (text: string, write: (char: string) => string): string => [...text].map(write).join('')
const hexOf = (char: string): string => char.charCodeAt(0).toString(16).padStart(2, '0')
const base64 = (bytes: Buffer): string => bytes.toString('base64')
