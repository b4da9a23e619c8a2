/** What the soak works on: the integration of this repository, and a valid request for every action of it. */
import { join } from 'node:path'
import type { Request } from '../runtime/contract/request.ts'
import type { LoadedAction } from '../runtime/integration/action.ts'
import { loadIntegration } from '../runtime/integration/folder.ts'
import type { Integration } from '../runtime/integration/integration.ts'
import type { Simulator } from '../simulator/index.ts'

/** Root of the repository. */
export const repository = join(import.meta.dirname, '..')

/** One action with a request that is right: its manifest's example. */
export interface Subject {
  action: LoadedAction
  /** The generation of the API that the example needs. */
  api: '1.0' | '2.0'
  /** The request without its configuration. */
  request: Request
}

/** The integration, from its sources. */
export const openIntegration = (): Promise<Integration> => loadIntegration(repository)

/** Every action and connector, or those that are named. */
export async function subjectsOf(integration: Integration, ids?: readonly string[]): Promise<Subject[]> {
  const wanted = ids ?? (await integration.ids())
  return Promise.all(
    wanted.map(async (id) => {
      const action = await integration.action(id)
      const { parameters, templates = {}, context = {}, state = null, config = {} } = action.manifest.example
      const api = config.api_version === '1.0' ? '1.0' : '2.0'
      return { action, api, request: { action: id, parameters, templates, context, state } }
    }),
  )
}

/** The configuration that opens a simulated tenant to a subject. */
export const configOf = (simulator: Simulator, { api }: Pick<Subject, 'api'>): Record<string, unknown> =>
  api === '1.0' ? { ...simulator.config.api1, api_version: '1.0' } : { ...simulator.config.api2 }
