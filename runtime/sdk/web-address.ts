/** Hides passwords in web addresses within messages, even if the addresses are invalid. */

/** A text in which everything between `//` and the last `@` is hidden. */
export function withoutPassword(text: string): string {
  const [slashes, at] = [text.indexOf('//'), text.lastIndexOf('@')]
  return slashes < 0 || at < slashes ? text : `${text.slice(0, slashes)}//***${text.slice(at)}`
}
