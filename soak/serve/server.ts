/** A `soar serve` that is killed and started again on the same history. */
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { type Ended, endOf, firstLine, startNode } from '../../testing/process.ts'

/** How the server is started. */
export interface ServerStart {
  /** What Node runs. */
  file: string
  env: Record<string, string>
  /** Further options of the command. */
  args?: readonly string[]
}

/** A running server. */
export interface Server {
  url: string
  token: string
  child: ChildProcessWithoutNullStreams
  ended: Promise<Ended>
}

/** Starts the server and waits for its address. */
export async function startServe({ file, env, args: more = [] }: ServerStart): Promise<Server> {
  const args = ['serve', '--listen', '127.0.0.1:0', '--json', '--log-level', 'error', ...more]
  const child = startNode(file, args, { env })
  const ended = endOf(child)
  const line = await firstLine(child).catch(async (cause: unknown) => {
    throw new Error(`It did not start: ${(await ended).stderr}`, { cause })
  })
  const { url, token } = JSON.parse(line) as { url: string; token: string }
  return { url: url.replace(/\/$/, ''), token, child, ended }
}

/** Kills the server and waits until it is gone. */
export async function killServe({ child, ended }: Server): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const exit = once(child, 'exit')
    child.kill('SIGKILL')
    await exit
  }
  await ended
}
