/** One process that is killed at some instant, and what it left behind. */
import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'

/** How a process is started. */
export interface Start {
  /** What Node is given: the built product, or its sources. */
  file: string
  args: readonly string[]
  env: Record<string, string>
  input?: string
}

/** What a process left behind. */
export interface Remains {
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
  /** Milliseconds from start to end. */
  took: number
  /** Milliseconds from the signal to the end; 0 where it ended before. */
  lingered: number
}

/** Runs a process; after `kill.after` milliseconds it gets the signal. */
export function runVictim(start: Start, kill?: { signal: NodeJS.Signals; after: number }): Promise<Remains> {
  const { PATH = '' } = process.env
  const child = spawn(process.execPath, [start.file, ...start.args], {
    env: { PATH, HOME: tmpdir(), ...start.env },
    cwd: tmpdir(),
  })
  const started = Date.now()
  let signalled: number | undefined
  const out: Buffer[] = []
  const err: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
  child.stdin.on('error', () => undefined)
  child.stdin.end(start.input ?? '')
  const timer = kill
    ? setTimeout(() => {
        signalled = Date.now()
        child.kill(kill.signal)
      }, kill.after)
    : undefined
  return new Promise((done, fail) => {
    child.once('error', fail)
    child.once('close', (code, signal) => {
      clearTimeout(timer)
      const now = Date.now()
      done({
        code,
        signal,
        stdout: String(Buffer.concat(out)),
        stderr: String(Buffer.concat(err)),
        took: now - started,
        lingered: signalled === undefined ? 0 : now - signalled,
      })
    })
  })
}

/** The median time that a process takes when nobody kills it; the instants are drawn from that. */
export async function usualTime(start: () => Start): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < 5; round++) times.push((await runVictim(start())).took)
  return times.sort((a, b) => a - b)[2] ?? 0
}

/** Lines that are whole JSON; what a kill cut off is none. */
export function wholeLines(stdout: string): unknown[] {
  return stdout
    .split('\n')
    .slice(0, -1)
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as unknown]
      } catch {
        return []
      }
    })
}
