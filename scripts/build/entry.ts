/** The built command line: binds it to the process and to the integrations that builds prepared. */
import { join, resolve } from 'node:path'
import type { BuiltIntegration } from '../../runtime/authoring/build/prepare.ts'
import { ActionError } from '../../runtime/contract/errors.ts'
import { quoted } from '../../runtime/contract/phrases.ts'
import { main } from '../../runtime/faces/cli/main.ts'
import { type Io, processIo } from '../../runtime/faces/cli/process/io.ts'
import type { Open, Opened } from '../../runtime/faces/cli/process/open.ts'
import type { WrittenFacts } from '../../runtime/integration/facts.ts'
import { preparedIntegration } from '../../runtime/integration/prepared.ts'
import { checkout, isCurrent, readFacts } from './checkout.ts'

/** Version of the runtime; put in by the build. */
declare const SOAR_VERSION: string

/** Finds the parts of an integration in a folder that a build wrote; undefined if there are none. */
type OpenBuilt = (dist: string) => { soar: string; load(): BuiltIntegration } | undefined

/**
 * Runs the command line of this process.
 *
 * @param dist folder of the built product; if it is in a checkout, that is the integration's root
 * @param isOneShot called at the moment when the process could be tuned for ending after one run
 */
export async function start(dist: string, isOneShot: () => boolean, openBuilt: OpenBuilt): Promise<void> {
  const io: Io = Object.defineProperty(processIo(process), 'oneShot', { get: isOneShot })
  io.product = { dist, version: SOAR_VERSION }
  process.exitCode = await main(process.argv.slice(2), io, openFrom(dist, openBuilt))
}

function openFrom(own: string, openBuilt: OpenBuilt): Open {
  const home = resolve(own, '..')
  return async (root = home) => {
    const dist = root === home ? own : join(root, 'dist')
    const built = openBuilt(dist)
    const facts = readFacts(dist)
    if (built && isUsable(built.soar, root, facts)) return prepared(built.load(), root, facts)
    const { fromFolder } = await import('../../runtime/faces/cli/process/open.ts')
    const opened = await fromFolder(root)(root)
    if (!built || root !== home) return opened
    // The product may lie in the folder of another integration, which is not the one it was built with.
    const parts = built.load()
    return opened.integration.spec.id === parts.prepared.spec.id ? opened : prepared(parts, root, facts)
  }
}

/**
 * Whether the parts in a folder are what its sources would give now. Without sources they are used as they are, if their
 * runtime and this one have the same major version.
 */
function isUsable(soar: string, root: string, facts: WrittenFacts | undefined): boolean {
  const current = isCurrent(root, facts)
  if (current !== undefined) return current && soar === SOAR_VERSION
  const major = (version: string) => version.split('.')[0]
  if (major(soar) === major(SOAR_VERSION)) return true
  const reason = `it was built by soar ${soar}, which soar ${SOAR_VERSION} cannot run. Build it again with this version`
  throw new ActionError('INTEGRATION_INVALID', { root, reason: quoted(reason) })
}

function prepared(
  { prepared, simulator, prompts }: BuiltIntegration,
  root: string,
  facts: WrittenFacts | undefined,
): Opened {
  return {
    integration: preparedIntegration(prepared, root, checkout(root, prepared.spec.id, facts)),
    ...(simulator && { simulator }),
    prompts,
  }
}
