import { spawn } from 'node:child_process'

/**
 * @typedef {object} Ended how a child process ended
 * @property {number | null} code exit code, null when a signal ended it
 * @property {NodeJS.Signals | null} signal
 * @property {string} output stdout and stderr together, when they were captured
 */

/**
 * @typedef {object} Place where a child runs
 * @property {string} cwd
 * @property {NodeJS.ProcessEnv} env
 * @property {boolean} [capture] keep its output instead of showing it; it then gets no standard input
 */

const PASSED_ON = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])

/**
 * Runs a child process to its end. Signals that reach this process meanwhile are passed on to it, so that the child
 * decides how to stop.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Place} place
 * @returns {Promise<Ended>}
 */
export function runChild(command, args, { cwd, env, capture = false }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: capture ? ['ignore', 'pipe', 'pipe'] : 'inherit' })
    let output = ''
    child.stdout?.setEncoding('utf8').on('data', (text) => (output += text))
    child.stderr?.setEncoding('utf8').on('data', (text) => (output += text))

    /** @param {NodeJS.Signals} signal */
    const passOn = (signal) => {
      // A terminal's Ctrl-C has reached the whole group already; a second one would mean "at once" to many programs.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    }
    for (const signal of PASSED_ON) process.on(signal, passOn)
    const letGo = () => {
      for (const signal of PASSED_ON) process.off(signal, passOn)
    }
    child.on('error', (error) => {
      letGo()
      reject(error)
    })
    child.on('close', (code, signal) => {
      letGo()
      resolve({ code, signal, output })
    })
  })
}

/**
 * Ends this process the way its child ended: with the same exit code, or by the same signal.
 *
 * @param {Pick<Ended, 'code' | 'signal'>} ended
 */
export function endLike({ code, signal }) {
  if (signal) process.kill(process.pid, signal)
  else process.exitCode = code ?? 1
}
