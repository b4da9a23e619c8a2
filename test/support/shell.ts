/** The built product in a shell: redirections, closed streams and bytes that no string can hold. */
import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { product } from './soar.ts'

/** What a script left behind. */
export interface ShellAnswer {
  code: number | null
  stdout: string
  stderr: string
}

/** Runs a script in bash, in which `soar` is the built product. Nothing of the machine's configuration reaches it. */
export function inShell(
  script: string,
  { env = {}, cwd = tmpdir() }: { env?: Record<string, string>; cwd?: string } = {},
): Promise<ShellAnswer> {
  const { PATH = '' } = process.env
  const child = spawn('bash', ['-c', `soar() { "${process.execPath}" "${product}" "$@"; }\n${script}`], {
    env: { PATH, HOME: tmpdir(), ...env },
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const stdout: Buffer[] = []
  const stderr: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
  return new Promise((done, fail) => {
    child.once('error', fail)
    child.once('close', (code) =>
      done({ code, stdout: String(Buffer.concat(stdout)), stderr: String(Buffer.concat(stderr)) }),
    )
  })
}
