/** Runs a program while this process goes on serving its simulator. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** What a program wrote, and how it ended. */
export interface Finished {
  code: number | null
  stdout: string
  stderr: string
}

/** Runs a program to its end, with further variables. Rejects if it cannot be started. */
export async function runProgram(
  program: string,
  args: readonly string[],
  cwd: string,
  env: Record<string, string> = {},
): Promise<Finished> {
  const child = spawn(program, args, {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  const finished: Finished = { code: null, stdout: '', stderr: '' }
  child.stdout.on('data', (chunk: Buffer) => {
    finished.stdout += String(chunk)
  })
  child.stderr.on('data', (chunk: Buffer) => {
    finished.stderr += String(chunk)
  })
  const [code] = await once(child, 'close')
  return { ...finished, code }
}

/** The same for a program that has to succeed. */
export async function mustRun(program: string, args: readonly string[], cwd: string): Promise<string> {
  const { code, stdout, stderr } = await runProgram(program, args, cwd)
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} failed: ${stderr}`)
  return stdout
}
