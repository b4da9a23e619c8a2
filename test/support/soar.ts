/** Starts the command line as a process of its own: the built product, as it is shipped. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { ensureBuild } from '../../scripts/launch/build.mjs'

const root = resolve(import.meta.dirname, '../..')

/** The sources of the same program, which need no build. */
export const sources = resolve(root, 'runtime/faces/bin.ts')

/** The built product. It is built first where the sources have changed since. */
export const product = resolve(root, 'dist/soar.js')
await ensureBuild({ root, node: process.execPath, env: process.env, quiet: true })

/** How a process is started. */
export interface StartOptions {
  env?: Record<string, string>
  cwd?: string
  /** What Node runs; default the built product of this repository. */
  file?: string
}

/** A process that ended. */
export interface Ended {
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

/** Starts a process with an environment of its own: nothing of the machine's configuration reaches it. */
export function startSoar(
  args: readonly string[],
  { env = {}, cwd = tmpdir(), file = product }: StartOptions = {},
): ChildProcessWithoutNullStreams {
  const { PATH = '' } = process.env
  return spawn(process.execPath, [file, ...args], { env: { PATH, HOME: tmpdir(), ...env }, cwd })
}

/** The first line a process prints. */
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
export function runSoar(
  args: readonly string[],
  { input = '', ...options }: StartOptions & { input?: string | Buffer } = {},
): Promise<Ended> {
  const child = startSoar(args, options)
  // A process that ends without reading its input is no failure of the test.
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  return endOf(child)
}
