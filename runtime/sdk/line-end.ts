/** Removes the line end that files and forms append to a secret. */

/** A text without the line ends at its end. */
export function withoutLineEnd(text: string): string {
  let end = text.length
  while (end > 0 && /[\r\n]/.test(text.charAt(end - 1))) end--
  return text.slice(0, end)
}
