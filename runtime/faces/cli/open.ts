/** How a command gets at the integration it works on. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ActionError } from '../../errors.ts'
import type { Integration } from '../../integration.ts'
import type { PromptSet } from '../../prompts.ts'

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

/** An integration together with what no run of it needs. */
export interface Opened {
  integration: Integration
  /** Absent where the integration brings none. */
  simulator?: () => Promise<SimulatorModule>
  /** Absent where the integration brings none. Throws INTEGRATION_INVALID. */
  prompts?: () => Promise<PromptSet>
}

/** Opens the integration in a folder, or the one the product was made with. */
export type Open = (root?: string) => Promise<Opened>

/** Opens integrations from their sources. */
export function fromFolder(standard: string): Open {
  return async (root = standard) => {
    const { loadIntegration } = await import('../../integration-folder.ts')
    return {
      integration: await loadIntegration(root),
      simulator: () => importSimulator(root),
      prompts: async () => (await import('../../read-prompts.ts')).readPrompts(root),
    }
  }
}

async function importSimulator(root: string): Promise<SimulatorModule> {
  const files = ['.ts', '.js', '.mjs'].map((extension) => join(root, `simulator/index${extension}`))
  const file = files.find((candidate) => existsSync(candidate))
  if (file === undefined) {
    throw new ActionError('INTEGRATION_INVALID', {
      root,
      reason: 'it brings no simulator (simulator/index.ts)',
    })
  }
  return (await import(pathToFileURL(file).href)) as SimulatorModule
}
