/** The built command line: binds it to the process and to the integration that the build prepared. */
import { resolve } from 'node:path'
import { prepared } from 'soar:prepared'
import { main } from '../../runtime/faces/cli/main.ts'
import { processIo } from '../../runtime/faces/cli/process/io.ts'
import type { Open } from '../../runtime/faces/cli/process/open.ts'
import { preparedIntegration } from '../../runtime/integration/prepared.ts'
import { checkout } from './checkout.ts'

/**
 * Runs the command line of this process.
 *
 * @param dist folder of the built product; if it is in a checkout, that is the integration's root
 * @param isOneShot called at the moment when the process could be tuned for ending after one run
 */
export async function start(dist: string, isOneShot: () => boolean): Promise<void> {
  const io = Object.defineProperty(processIo(process), 'oneShot', { get: isOneShot })
  process.exitCode = await main(process.argv.slice(2), io, openFrom(dist))
}

function openFrom(dist: string): Open {
  const home = resolve(dist, '..')
  return async (root) => {
    if (root !== undefined) {
      const { fromFolder } = await import('../../runtime/faces/cli/process/open.ts')
      return fromFolder(root)(root)
    }
    const integration = preparedIntegration(prepared, home, checkout(home, prepared.spec.id, dist))
    return {
      integration,
      simulator: () => import('../../simulator/index.ts'),
      prompts: async () => (await import('soar:prompts')).prompts,
    }
  }
}
