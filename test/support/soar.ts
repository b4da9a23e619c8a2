/** Starts the command line as a process of its own: from the sources, and as it was built. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')

/** One way to start the command line. */
export interface Binary {
  name: string
  /** What Node is given. */
  file: string
}

const sources: Binary = { name: 'sources', file: resolve(root, 'runtime/faces/bin.ts') }
const built: Binary = { name: 'built product', file: resolve(root, 'dist/soar.js') }

/** SOAR_BIN alone where it is set; else the sources, and the built product when the check asks for it (SOAR_TEST_BUILT). */
export const binaries: readonly Binary[] = chooseBinaries()

function chooseBinaries(): Binary[] {
  const { SOAR_BIN, SOAR_TEST_BUILT } = process.env
  if (SOAR_BIN) return [{ name: SOAR_BIN, file: resolve(root, SOAR_BIN) }]
  if (!SOAR_TEST_BUILT) return [sources]
  if (!existsSync(built.file))
    throw new Error('SOAR_TEST_BUILT is set, but there is no dist/soar.js: build first.')
  return [sources, built]
}

/** How a process is started. */
export interface StartOptions {
  env?: Record<string, string>
  cwd?: string
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
  binary: Binary,
  args: readonly string[],
  { env = {}, cwd = tmpdir() }: StartOptions = {},
): ChildProcessWithoutNullStreams {
  const { PATH = '' } = process.env
  return spawn(process.execPath, [binary.file, ...args], { env: { PATH, HOME: tmpdir(), ...env }, cwd })
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
  binary: Binary,
  args: readonly string[],
  { input = '', ...options }: StartOptions & { input?: string | Buffer } = {},
): Promise<Ended> {
  const child = startSoar(binary, args, options)
  // A process that ends without reading its input is no failure of the test.
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  return endOf(child)
}
