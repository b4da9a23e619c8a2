/** Text of unknown origin that people and models read: what would act in it is made visible. */

/** Controls, and the invisible characters that turn text around, hide it or break the line. */
const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu

/** Text of unknown origin made harmless for a terminal or a model: what would act is shown as a sign instead. */
export function harmless(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n|[\n\t]/g, ' ')
    .replace(UNSAFE, (char) => {
      const code = char.charCodeAt(0)
      if (code < 0x20) return String.fromCharCode(0x2400 + code)
      return code === 0x7f ? '\u2421' : '\ufffd'
    })
}
