/** Opens the integration that a command works on. */
import type { Integration } from '../../../integration/integration.ts'
import type { PromptSet } from '../../../integration/prompts.ts'
import { importSimulator, type SimulatorModule } from '../../../integration/simulator.ts'

/** An integration together with parts that runs do not need. */
export interface Opened {
  integration: Integration
  /** Absent if the integration has none. */
  simulator?: () => Promise<SimulatorModule>
  /** Absent if the integration has none. Throws INTEGRATION_INVALID. */
  prompts?: () => Promise<PromptSet>
}

/** Opens the integration in a folder, or the one that the product was built with. */
export type Open = (root?: string) => Promise<Opened>

/** Opens integrations from their sources. */
export function fromFolder(standard: string): Open {
  return async (root = standard) => {
    const { loadIntegration } = await import('../../../integration/folder.ts')
    return {
      integration: await loadIntegration(root),
      simulator: () => importSimulator(root),
      prompts: async () => (await import('../../../integration/yaml/prompts.ts')).readPrompts(root),
    }
  }
}
