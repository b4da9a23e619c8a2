/** What the pipeline knows of an integration, wherever it was loaded from. */
import { ActionError } from './errors.ts'
import { inputSpecs, type Manifest } from './manifest.ts'
import { nearest } from './nearest.ts'
import type { ParameterSpecs } from './params.ts'
import { type AjvFunction, toValidate, type Validate } from './schema.ts'
import type { Template, TemplateTree } from './template.ts'
import type { Context, CreateClient, Json, Outcome } from './types.ts'

/** What integration.yaml says. */
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
  messages: Record<string, string>
  config: ParameterSpecs
  dialects: Record<string, Json>
  release_notes: Json[]
}

/** The texts of one action in another language; what is absent stays as the manifest has it. */
export interface ActionTexts {
  name?: string
  description?: string
  deprecated?: string
  notes?: string[]
  parameters?: Record<string, { label?: string; description?: string }>
  messages?: Record<string, string>
}

/** One language of an integration: the texts of the integration itself and of each action by id. */
export interface Overlay {
  integration?: {
    description?: string
    messages?: Record<string, string>
    config?: ActionTexts['parameters']
    /** What the client and the modules say themselves, by its English. */
    phrases?: Record<string, string>
  }
  actions: Record<string, ActionTexts>
}

/** What an action's file exports. */
export interface ActionModule {
  run(context: Context<Record<string, unknown>, unknown>): Promise<Outcome> | Outcome
}

/** One action, ready to run. */
export interface LoadedAction {
  readonly id: string
  readonly manifest: Manifest
  /** Parameters and computed inputs: all that the module receives. */
  readonly specs: ParameterSpecs
  readonly validateInputs: Validate
  readonly validateOutput: Validate
  /** The template of a text of the manifest, an overlay or a request; a promise only the first time. Throws a TemplateError. */
  template(source: string): Template | Promise<Template>
  module(): Promise<ActionModule>
}

/** One integration, loaded once per process. */
export interface Integration {
  /** Folder it lives in, for messages to its author. */
  readonly root: string
  readonly spec: IntegrationSpec
  readonly validateConfig: Validate
  /** Ids of all actions and connectors, sorted. */
  ids(): Promise<readonly string[]>
  /** Throws ACTION_UNKNOWN or MANIFEST_INVALID. */
  action(id: string): Promise<LoadedAction>
  overlay(locale: string): Promise<Overlay | undefined>
  template(source: string): Template | Promise<Template>
  createClient(): Promise<CreateClient>
  /** Per configuration, for as long as the process lives: the transport, tokens, learned limits. */
  readonly sessions: Map<string, unknown>
}

/** What a loader must have found out about an action. */
export interface ActionParts {
  id: string
  manifest: Manifest
  trees: Record<string, TemplateTree>
  inputs: AjvFunction
  output: AjvFunction
  module(): Promise<ActionModule>
}

/** Puts an action together from its parts. */
export function makeAction(parts: ActionParts): LoadedAction {
  const specs = inputSpecs(parts.manifest)
  const nameOf = (path: readonly string[]) => {
    const [first = '', ...rest] = path
    return [specs[first]?.label ?? first, ...rest].join('.')
  }
  let module: Promise<ActionModule> | undefined
  return {
    id: parts.id,
    manifest: parts.manifest,
    specs,
    validateInputs: toValidate(parts.inputs, nameOf),
    validateOutput: toValidate(parts.output),
    template: templateCache(parts.trees),
    module: () => {
      module ??= parts.module()
      return module
    },
  }
}

const CACHED_TEMPLATES = 500

/** Templates by source: those prepared beforehand, and the last ones parsed since. The evaluator is loaded with the first. */
export function templateCache(trees: Record<string, TemplateTree>): LoadedAction['template'] {
  const known = new Map<string, Template>()
  const load = async (source: string): Promise<Template> => {
    const prepared = Object.hasOwn(trees, source) ? trees[source] : undefined
    const tree = prepared ?? (await import('./jinja/parse.ts')).parseTemplate(source)
    return keep((await import('./template.ts')).templateFromTree(tree))
  }
  const keep = (template: Template): Template => {
    if (known.size >= CACHED_TEMPLATES) known.delete(known.keys().next().value ?? '')
    known.set(template.source, template)
    return template
  }
  return (source) => known.get(source) ?? (isPlain(source) ? keep(plainText(source)) : load(source))
}

/** Text without anything to evaluate. Line ends are left to the evaluator, which writes them as Jinja2 does. */
const isPlain = (source: string): boolean => !/[{\r\n]/.test(source)

const plainText = (source: string): Template => ({
  source,
  names: [],
  render: () => source,
  evaluate: () => source,
})

/** The failure for an id that no manifest has, with the nearest that one has. */
export function unknownAction(id: string, spec: IntegrationSpec, ids: readonly string[]): ActionError {
  const action = id.slice(0, 80)
  const meant = nearest(action, ids)
  return new ActionError('ACTION_UNKNOWN', {
    action,
    integration: spec.name,
    ...(meant === undefined ? {} : { nearest: meant }),
  })
}
