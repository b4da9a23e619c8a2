/** Tunes V8 for a process that ends after one run. */
import type { CreateClient } from '../../../contract/http.ts'
import type { Integration } from '../../../integration/integration.ts'
import type { Io } from './io.ts'

/**
 * The integration, whose process is tuned at the last moment before its first request, where it ends with this run. What the
 * run's sentence needs is loaded before: no code cache would be taken afterwards.
 */
export function tuned(integration: Integration, io: Io): Integration {
  let loadSentence: (() => Promise<unknown>) | undefined
  return {
    ...integration,
    action: async (id) => {
      const action = await integration.action(id)
      loadSentence = async () => action.template(action.manifest.messages.success ?? '')
      return action
    },
    createClient: async (): Promise<CreateClient> => {
      const [create] = await Promise.all([integration.createClient(), loadSentence?.().catch(() => {})])
      return (setup) => {
        if (io.oneShot) prepareOneShot()
        return create(setup)
      }
    },
  }
}

/**
 * V8 compiles undici's WebAssembly parser a second time in the background, and the end of the process waits for that.
 * A process that ends after one run calls this right before its first request; earlier, the flag would make V8 reject
 * the code cache. Worth 30 % of a cold start on Node 20, less on later ones (docs/benchmarks.md).
 */
export function prepareOneShot(): void {
  process.getBuiltinModule('node:v8').setFlagsFromString('--wasm-tiering-budget=1000000000')
}
