/** Secrets as people store them: in files and forms that put a line end behind the last line. */

/** A text without the line ends at its end. */
export const withoutLineEnd = (text: string): string => text.replace(/[\r\n]+$/, '')
