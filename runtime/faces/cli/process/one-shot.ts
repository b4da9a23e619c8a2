/** Tunes V8 for a process that ends after one run. */
import type { LoadedAction } from '../../../integration/action.ts'
import type { Io } from './io.ts'

/**
 * The hook that tunes the process immediately before its first request. The modules that the run's message needs are
 * loaded earlier: V8 would not use a code cache afterwards.
 */
export function tuneBeforeRequest(action: LoadedAction, io: Io): () => Promise<void> {
  const load = async () => action.template(action.manifest.messages.success ?? '')
  const sentence = load().catch(() => {})
  let tuned = false
  return async () => {
    if (tuned) return
    tuned = true
    await sentence
    if (io.oneShot) prepareOneShot()
  }
}

/**
 * V8 compiles undici's WebAssembly parser a second time in the background, and the end of the process waits for that.
 * A process that ends after one run calls this right before its first request; earlier, the flag would make V8 reject
 * the code cache. Worth 30 % of a cold start on Node 20, less on later ones (docs/benchmarks.md).
 */
function prepareOneShot(): void {
  process.getBuiltinModule('node:v8').setFlagsFromString('--wasm-tiering-budget=1000000000')
}
