/**
 * A mistake or a missing thing that the person at the terminal can put right. The launcher prints the sentence alone,
 * without a stack; anything else that is thrown is a defect of the launcher and keeps its stack.
 */
export class UserError extends Error {
  /** @param {string} sentence what is wrong and what to do about it */
  constructor(sentence) {
    super(sentence)
    this.name = 'UserError'
  }
}

/**
 * Tells what the launcher is doing, one line a step, on stderr: stdout belongs to the command.
 *
 * @param {string} subject one word: node, packages, build
 * @param {string} text
 */
export function say(subject, text) {
  process.stderr.write(`${subject.padEnd(9)} ${text}\n`)
}

/**
 * Seconds since a moment, as a person reads them.
 *
 * @param {number} start from `Date.now()`
 */
export function since(start) {
  return `${((Date.now() - start) / 1000).toFixed(1)} s`
}
