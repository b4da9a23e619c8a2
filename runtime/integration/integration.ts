/** The integration that the pipeline uses, independent of where it was loaded from. */
import { ActionError } from '../contract/errors.ts'
import type { CreateClient } from '../contract/http.ts'
import type { Json } from '../contract/json.ts'
import { nearest } from '../i18n/nearest.ts'
import type { ParameterSpecs } from '../schema/parameters.ts'
import type { Validate } from '../schema/validate.ts'
import type { Template } from '../template/template.ts'
import type { LoadedAction } from './action.ts'
import type { Overlay } from './overlay.ts'

/** The content of integration.yaml. */
export interface IntegrationSpec {
  id: string
  name: string
  version: string
  runtime: 1
  vendor: string
  description: string
  categories: string[]
  documentation?: string
  logo?: string
  /** Module, without extension, that exports `createClient`. */
  client: string
  locales: string[]
  check: string
  /** Names of the areas by folder, in the order in which they are shown. */
  areas: Record<string, string>
  messages: Record<string, string>
  config: ParameterSpecs
  dialects: Record<string, Json>
  release_notes: Json[]
}

/** Facts about the other integrations that are used together with this one. */
export interface Among {
  /** Variables of its configuration that carry a secret of another integration, with the id of that integration. */
  readonly variables: ReadonlyMap<string, string>
}

/** One integration, loaded once per process. */
export interface Integration {
  /** Its folder, for messages to its author. */
  readonly root: string
  readonly spec: IntegrationSpec
  readonly validateConfig: Validate
  /** Ids of all actions and connectors, sorted. */
  ids(): Promise<readonly string[]>
  /** Throws ACTION_UNKNOWN or MANIFEST_INVALID. */
  action(id: string): Promise<LoadedAction>
  /** The integration's own texts in a further language; undefined if there are none. */
  overlay(locale: string): Promise<Overlay | undefined>
  template(source: string): Template | Promise<Template>
  createClient(): Promise<CreateClient>
  /** Transport, tokens and learned limits per configuration, kept until the process ends. */
  readonly sessions: Map<string, unknown>
  /** Present if several integrations are used together. */
  readonly among?: Among
}

/** Creates the error for an unknown action id; it suggests the nearest existing id. */
export function unknownAction(id: string, spec: IntegrationSpec, ids: readonly string[]): ActionError {
  const action = id.slice(0, 80)
  const meant = nearest(action, ids)
  return new ActionError('ACTION_UNKNOWN', {
    action,
    integration: spec.name,
    ...(meant === undefined ? {} : { nearest: meant }),
  })
}
