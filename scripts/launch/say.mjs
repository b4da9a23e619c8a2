/**
 * A mistake or a missing requirement that the user can fix.
 *
 * The launcher prints only the message, without a stack; any other thrown error is a defect of the launcher and keeps its
 * stack.
 */
export class UserError extends Error {
  /** @param {string} sentence what is wrong and what to do about it */
  constructor(sentence) {
    super(sentence)
    this.name = 'UserError'
  }
}

/**
 * Reports what the launcher is doing, one line per step, on stderr: stdout belongs to the command.
 *
 * @param {string} subject one word: node, packages, build
 * @param {string} text
 */
export function say(subject, text) {
  process.stderr.write(`${subject.padEnd(9)} ${text}\n`)
}

/**
 * Seconds since a moment, in readable form.
 *
 * @param {number} start from `Date.now()`
 */
export function since(start) {
  return `${((Date.now() - start) / 1000).toFixed(1)} s`
}
