/** The integration of this repository, with a valid request for each action. */
import type { Request } from '../../runtime/contract/request.ts'
import type { LoadedAction } from '../../runtime/integration/action.ts'
import { loadIntegration } from '../../runtime/integration/folder.ts'
import type { Integration } from '../../runtime/integration/integration.ts'
import type { Simulator } from '../../simulator/index.ts'
import { repository } from './repository.ts'

/** One action with a valid request: its manifest's example. */
export interface Subject {
  action: LoadedAction
  /** The generation of the API that the example needs. */
  api: '1.0' | '2.0'
  /** The request without its configuration. */
  request: Request
}

let loading: Promise<Integration> | undefined

/**
 * The integration, from its sources, with sessions of its own. The process reads and compiles each manifest once: for all
 * of them this takes two seconds of processor time.
 */
export async function openIntegration(): Promise<Integration> {
  loading ??= loadIntegration(repository)
  return { ...(await loading), sessions: new Map() }
}

/** Every action and connector, or only the named ones. */
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

/** The configuration that gives a subject access to a simulated tenant. */
export const configOf = (simulator: Simulator, { api }: Pick<Subject, 'api'>): Record<string, unknown> =>
  api === '1.0' ? { ...simulator.config.api1, api_version: '1.0' } : { ...simulator.config.api2 }

/** The configuration that gives access to a simulated tenant by API 2.0, as environment variables. */
export function environmentOf({ config }: Simulator): Record<string, string> {
  const { api_root = '', client_id = '', client_secret = '' } = config.api2
  return {
    MIMECAST_API_ROOT: api_root,
    MIMECAST_CLIENT_ID: client_id,
    MIMECAST_CLIENT_SECRET: client_secret,
  }
}
