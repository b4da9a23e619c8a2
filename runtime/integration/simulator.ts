/** The simulator that an integration folder may contain. */

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ActionError } from '../contract/errors.ts'
import { quoted } from '../contract/phrases.ts'

/** Properties of a running simulated tenant. */
export interface RunningSimulator {
  url: string
  files_url: string
  /** A complete, working configuration for each kind of credentials. */
  config: Record<string, Record<string, string>>
  close(): Promise<void>
}

/** Options of `soar simulate`, as passed to an integration's simulator. */
export interface SimulatorStart {
  /** 0 uses a free port. */
  port: number
  latency_ms?: number
  seed_file?: string
  /** PEM texts; serves https if given. */
  tls?: { key: string; cert: string }
}

/** What `<root>/simulator/index` exports: a stand-in for the vendor, for demos and tests. */
export interface SimulatorModule {
  startSimulator(options: SimulatorStart): Promise<RunningSimulator>
}

export async function importSimulator(root: string): Promise<SimulatorModule> {
  const files = ['.ts', '.js', '.mjs'].map((extension) => join(root, `simulator/index${extension}`))
  const file = files.find((candidate) => existsSync(candidate))
  if (file === undefined) {
    throw new ActionError('INTEGRATION_INVALID', {
      root,
      reason: quoted('it has no simulator (simulator/index.ts)'),
    })
  }
  return (await import(pathToFileURL(file).href)) as SimulatorModule
}
