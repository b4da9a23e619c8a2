/** Marks text from outside, so that it cannot pretend to be the server's own. */
import { randomBytes } from 'node:crypto'
import type { Translate } from '../../../i18n/sentences.ts'

/** Returns the lines between two marks. Their code is new for each answer: a text cannot contain the end mark. */
export function fenced(lines: readonly string[], t: Translate): string[] {
  if (lines.length === 0) return []
  const code = randomBytes(6).toString('hex')
  return [t('data', { end: `[end ${code}]` }), '', `[data ${code}]`, ...lines, `[end ${code}]`]
}
