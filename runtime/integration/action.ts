/** One action, loaded and ready to run. */
import type { Context, Outcome } from '../contract/action.ts'
import type { ParameterSpecs } from '../schema/parameters.ts'
import { type AjvFunction, toValidate, type Validate } from '../schema/validate.ts'
import { rowMapper } from '../sdk/lists/wire-rows.ts'
import type { Template, TemplateTree } from '../template/template.ts'
import { inputSpecs, type Manifest } from './manifest.ts'
import type { ActionTexts } from './overlay.ts'
import { remembered } from './remembered.ts'
import { templateCache } from './template-cache.ts'

/** What an action's file exports. */
export interface ActionModule {
  run(context: Context<Record<string, unknown>, unknown>): Promise<Outcome> | Outcome
}

/** One action, ready to run. */
export interface LoadedAction {
  readonly id: string
  /** The product area that it belongs to, by the name of its folder. */
  readonly area?: string
  readonly manifest: Manifest
  /** Parameters and computed inputs: everything the module receives. */
  readonly specs: ParameterSpecs
  readonly validateInputs: Validate
  readonly validateOutput: Validate
  /** Parses a text of the manifest, an overlay or a request; returns a promise only the first time. Throws a TemplateError. */
  template(source: string): Template | Promise<Template>
  /** Its texts in a further language; undefined if there are none. Throws INTEGRATION_INVALID if they are invalid. */
  texts(locale: string): Promise<ActionTexts | undefined>
  /** Maps a row of the vendor to the columns of the output; undefined if the output does not say `from`. */
  readonly toRow?: (row: object) => Record<string, unknown>
  module(): Promise<ActionModule>
}

/** What a loader provides about an action. */
export interface ActionParts {
  id: string
  area?: string
  manifest: Manifest
  trees: Record<string, TemplateTree>
  inputs: AjvFunction
  output: AjvFunction
  /** Its texts by language. */
  texts: Readonly<Record<string, () => Promise<ActionTexts | undefined>>>
  module(): Promise<ActionModule>
}

/** Creates an action from its parts. */
export function makeAction(parts: ActionParts): LoadedAction {
  const specs = inputSpecs(parts.manifest)
  const nameOf = (path: readonly string[]) => {
    const [first = '', ...rest] = path
    return [specs[first]?.label ?? first, ...rest].join('.')
  }
  let module: Promise<ActionModule> | undefined
  return {
    id: parts.id,
    ...(parts.area === undefined ? {} : { area: parts.area }),
    manifest: parts.manifest,
    specs,
    validateInputs: toValidate(parts.inputs, nameOf),
    validateOutput: toValidate(parts.output),
    template: templateCache(parts.trees),
    texts: remembered(async (locale) =>
      Object.hasOwn(parts.texts, locale) ? parts.texts[locale]?.() : undefined,
    ),
    ...(parts.manifest.wire && { toRow: rowMapper(parts.manifest.wire) }),
    module: () => {
      module ??= parts.module()
      return module
    },
  }
}
