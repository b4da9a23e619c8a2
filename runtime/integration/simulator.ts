/** The simulator that an integration folder may bring. */

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ActionError } from '../contract/errors.ts'
import { quoted } from '../contract/phrases.ts'

/** What a running simulated tenant tells of itself. */
export interface RunningSimulator {
  url: string
  files_url: string
  /** Per kind of credentials, a complete configuration that works against it. */
  config: Record<string, Record<string, string>>
  close(): Promise<void>
}

/** Options of `soar simulate`, as an integration's simulator gets them. */
export interface SimulatorStart {
  /** 0 = a free one. */
  port: number
  latency_ms?: number
  seed_file?: string
  /** PEM texts: serve https. */
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
