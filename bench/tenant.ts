import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { plainEnvironment } from './measure.ts'

/** A simulated tenant in a process of its own, so that its work is not counted. */
export interface Tenant {
  /** Complete configuration per kind of credentials. */
  config: Record<string, Record<string, string>>
  close(): Promise<void>
}

/** Starts the tenant of the built product. */
export async function startTenant(soar: string): Promise<Tenant> {
  const child = spawn(process.execPath, [soar, 'simulate', '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: plainEnvironment(),
  })
  const [line] = await once(createInterface(child.stdout), 'line')
  const { config } = JSON.parse(line)
  return {
    config,
    close: async () => {
      child.kill('SIGTERM')
      await once(child, 'close')
    },
  }
}
