/** An integration that the build has parsed, checked and compiled. */
import type { CreateClient } from '../contract/http.ts'
import { type AjvFunction, toValidate } from '../schema/validate.ts'
import type { TemplateTree } from '../template/template.ts'
import { type ActionParts, type LoadedAction, makeAction } from './action.ts'
import { type Integration, type IntegrationSpec, unknownAction } from './integration.ts'
import type { Overlay } from './overlay.ts'
import { remembered } from './remembered.ts'
import { templateCache } from './template-cache.ts'

/** The build output of an integration. Everything lazy is a function. */
export interface Prepared {
  spec: IntegrationSpec
  /** Parsed templates of integration.yaml and of its texts in further languages. */
  trees: Record<string, TemplateTree>
  /** Compiled schema of the configuration. */
  config: AjvFunction
  /** Actions by id. `trees` hold the templates of the manifest and of its texts in further languages. */
  actions: Record<string, () => Promise<Omit<ActionParts, 'id'>>>
  overlays: Record<string, () => Promise<Overlay>>
  client: () => Promise<{ createClient: CreateClient }>
}

/** The sources beside a product that runs from a checkout; newer sources take precedence over the build. */
export interface Sources {
  ids(): Promise<readonly string[]>
  /** Returns the unprepared action if its files differ from the build, or if the build does not contain it. */
  newer(id: string, built: boolean): Promise<LoadedAction | undefined>
}

/** Creates the integration from the prepared parts. */
export function preparedIntegration(prepared: Prepared, root: string, sources?: Sources): Integration {
  const { spec } = prepared
  const builtIds = Object.keys(prepared.actions)
  const ids = async () => [...new Set([...builtIds, ...((await sources?.ids()) ?? [])])].sort()
  const load = async (id: string): Promise<LoadedAction> => {
    const built = Object.hasOwn(prepared.actions, id) ? prepared.actions[id] : undefined
    const newer = await sources?.newer(id, built !== undefined)
    if (newer) return newer
    if (!built) throw unknownAction(id, spec, await ids())
    return makeAction({ id, ...(await built()) })
  }
  return {
    root,
    spec,
    validateConfig: toValidate(prepared.config, ([name = '']) => spec.config[name]?.label ?? name),
    ids,
    action: remembered(load),
    overlay: async (locale) =>
      Object.hasOwn(prepared.overlays, locale) ? prepared.overlays[locale]?.() : undefined,
    template: templateCache(prepared.trees),
    createClient: async () => (await prepared.client()).createClient,
    sessions: new Map(),
  }
}
