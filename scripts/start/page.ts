/** The page on a simulated tenant, until it is stopped. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cleanEnvironment } from '../clean-environment.ts'
import { product, type Simulator, say } from './product.ts'

/** Serves the page until the process is stopped. Returns the exit code of the server. */
export async function servePage({ env }: Simulator): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'soar-start-'))
  try {
    const connections = join(folder, 'connections.yaml')
    writeFileSync(connections, connectionOf(env.api2), { mode: 0o600 })
    say('\nThe page, on the same tenant. The link signs you in; Ctrl-C stops everything.\n\n')
    const args = ['serve', '--listen', '127.0.0.1:0', '--store', 'memory', '--connections', connections]
    const server = spawn(process.execPath, [product, ...args], {
      env: { ...cleanEnvironment(), SOAR_LOG: 'warn' },
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    // A terminal sends Ctrl-C to all processes; a stop of this one alone is passed on.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => server.kill(signal))
    const [code] = await once(server, 'close')
    return code ?? 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const connectionOf = (env: Record<string, string>): string => `simulator:
  integration: mimecast
  kind: test
  label: Simulated tenant
  api_root: ${env.MIMECAST_API_ROOT}
  client_id: ${env.MIMECAST_CLIENT_ID}
  client_secret: ${env.MIMECAST_CLIENT_SECRET}
`
