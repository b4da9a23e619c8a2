/** Removes the line end that files and forms put behind a secret. */

/** A text without the line ends at its end. */
export const withoutLineEnd = (text: string): string => text.replace(/[\r\n]+$/, '')
