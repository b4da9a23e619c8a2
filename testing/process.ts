/** Starts a program as a separate process and keeps its output. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { tmpdir } from 'node:os'

/** How a process is started. */
export interface StartOptions {
  /** Its whole environment, besides PATH and HOME. */
  env?: Record<string, string>
  cwd?: string
}

/** What a process wrote, and how it ended. */
export interface Ended {
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

/** Starts Node with a file in a separate environment: the configuration of this machine does not reach it. */
export function startNode(
  file: string,
  args: readonly string[],
  { env = {}, cwd = tmpdir() }: StartOptions = {},
): ChildProcessWithoutNullStreams {
  const { PATH = '' } = process.env
  const child = spawn(process.execPath, [file, ...args], { env: { PATH, HOME: tmpdir(), ...env }, cwd })
  // A process may end before it has read its input.
  child.stdin.on('error', () => {})
  return child
}

/** The first line a process prints. Rejects when the process ends without one. */
export function firstLine(child: ChildProcessWithoutNullStreams): Promise<string> {
  return new Promise((found, fail) => {
    let text = ''
    child.stdout.on('data', (chunk: Buffer) => {
      text += String(chunk)
      if (text.includes('\n')) found(text.slice(0, text.indexOf('\n')))
    })
    child.once('close', () => fail(new Error(`it ended after printing "${text}"`)))
  })
}

/** Waits for the end of a process. */
export async function endOf(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  const stdout: Buffer[] = []
  const stderr: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
  return new Promise((done, fail) => {
    child.once('error', fail)
    child.once('close', (code, signal) =>
      done({ code, signal, stdout: String(Buffer.concat(stdout)), stderr: String(Buffer.concat(stderr)) }),
    )
  })
}

/** Runs a process to its end. */
export function runNode(
  file: string,
  args: readonly string[],
  { input = '', ...options }: StartOptions & { input?: string | Buffer } = {},
): Promise<Ended> {
  const child = startNode(file, args, options)
  child.stdin.end(input)
  return endOf(child)
}
