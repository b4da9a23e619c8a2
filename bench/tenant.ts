import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fixture } from '../testing/own/repository.ts'
import { plainEnvironment } from './measure.ts'

/** A simulated tenant in a process of its own, so that its work is not counted. */
export interface Tenant {
  /** Complete configuration per kind of credentials. */
  config: Record<string, Record<string, string>>
  /** The same as environment variables. */
  environment: Record<string, Record<string, string>>
  close(): Promise<void>
}

const certificate = (name: string): string => fixture('tls', name)

/** Starts the tenant of the built product, over TLS where it is asked for. */
export async function startTenant(soar: string, tls = false): Promise<Tenant> {
  const secure = ['--tls-key', certificate('host.key'), '--tls-cert', certificate('host.pem')]
  const child = spawn(process.execPath, [soar, 'simulate', '--json', ...(tls ? secure : [])], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: plainEnvironment(),
  })
  const [line] = await once(createInterface(child.stdout), 'line')
  const { config, env: environment } = JSON.parse(line)
  for (const values of Object.values<Record<string, string>>(config)) {
    if (tls) values.ca_certificate = certificate('ca.pem')
  }
  return {
    config,
    environment,
    close: async () => {
      child.kill('SIGTERM')
      await once(child, 'close')
    },
  }
}
