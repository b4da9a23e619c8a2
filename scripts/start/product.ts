/** The built product and the simulated tenant of `npm start`. */
import { type ChildProcess, spawn } from 'node:child_process'
import { relative, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { cleanEnvironment } from '../clean-environment.ts'

const root = resolve(import.meta.dirname, '../..')

/** The built command line. */
export const product = resolve(root, 'dist/soar.js')

/** The command with which the caller starts this Node: one that the launcher installed is not in their PATH. */
export const node = process.execPath.startsWith(root) ? relative(root, process.execPath) : 'node'

/** A running simulator. */
export interface Simulator {
  url: string
  /** Environment of a run, by kind of credentials. */
  env: { api2: Record<string, string> }
  child: ChildProcess
}

/** Starts a tenant on a free port. */
export async function startSimulator(): Promise<Simulator> {
  const args = [product, 'simulate', '--port', '0', '--json']
  const child = spawn(process.execPath, args, {
    env: cleanEnvironment(),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface({ input: child.stdout })) {
    return { ...JSON.parse(line), child }
  }
  throw new Error('The simulator ended before it had begun.')
}

/** Writes for the person. */
export const say = (text: string): void => {
  process.stdout.write(text)
}
