/** The content of a manifest after it was read and validated. */
import { isRecord, type Json } from '../contract/json.ts'
import type { Toolset } from '../contract/toolsets.ts'
import type { ParameterSpecs } from '../schema/parameters.ts'
import type { JsonSchema } from '../schema/validate.ts'
import type { WireColumn } from '../sdk/lists/wire-rows.ts'
import type { TemplateTree } from '../template/template.ts'

/** A computed input that is not a parameter. */
export interface ComputedInput {
  type: ParameterSpecs[string]['type']
  template: string
}

/** A read that shows whether a write happened. */
export interface CheckWith {
  /** Id of an action of the same integration with `effect: read`. */
  action: string
  /** Its parameters: values, or templates over `inputs` of the write. */
  parameters?: Record<string, Json>
}

/** How a write is undone: the action that does it, or the reason why there is none. */
export type Undo = UndoAction | NoUndo

/** The action that takes back what a write did. */
export interface UndoAction {
  /** Id of an action of the same integration with `effect: write` or `destructive`. */
  action: string
  /** A template; there is nothing to undo if its value is false. */
  when?: string
  /** Its parameters: values, or templates over `inputs` and `result` of the write and the state `before` it. */
  parameters?: Record<string, Json>
  none?: undefined
}

/** There is no way back. */
export interface NoUndo {
  /** The reason, as a sentence for people. */
  none: string
  action?: undefined
}

/** An example run of an action: shown in the docs, run as a test. */
export interface Example {
  description?: string
  parameters: Record<string, Json>
  templates?: Record<string, string>
  context?: Record<string, Json>
  config?: Record<string, Json>
  state?: Json
  result: Json
  message?: string
}

/** The contract of one action. docs/manifest.md explains every field. */
export interface Manifest {
  name: string
  description: string
  kind: 'action' | 'connector'
  effect: 'read' | 'write' | 'destructive'
  idempotent: boolean
  /** The action can let through what would be stopped. */
  lowers_protection?: true
  /** The tool sets of servers for models; without it, the effect decides. */
  toolsets?: Toolset[]
  deprecated?: string
  /** Why the action is experimental; it runs only where experimental actions are allowed. */
  experimental?: string
  /** The vendor's operations that the action uses, `METHOD /path`. */
  operation?: string[]
  permissions: string[]
  notes: string[]
  timeout_ms?: number
  concurrency?: number
  max_rows?: number
  cache?: 'run'
  parameters: ParameterSpecs
  inputs: Record<string, Json | ComputedInput>
  output: JsonSchema
  /** The vendor's fields of the output's columns, if the output names them with `from`. */
  wire?: WireColumn[]
  /** Fields of a row that people see, the most important first; the others follow or are folded. */
  columns?: string[]
  /** Parameters whose values a write touches: a list counts its entries, any other value counts one. */
  objects?: string[]
  /** The read that shows whether a write happened. */
  check_with?: CheckWith
  /** How a write is undone. */
  undo?: Undo
  messages: Record<string, string>
  example: Example
  dialects: Record<string, Json>
}

/** A manifest with the parsed form of each of its templates, by source text. */
export interface ReadManifest {
  manifest: Manifest
  trees: Record<string, TemplateTree>
}

/** True when text is a template rather than plain text. */
export const isTemplate = (value: unknown): value is string =>
  typeof value === 'string' && /\{[{%#]/.test(value)

/** True for the `{ type, template }` form of an input. */
export function isComputed(value: unknown): value is ComputedInput {
  return isRecord(value) && 'template' in value
}

/** How many objects a write touches with these inputs; undefined if its manifest does not say. */
export function objectsIn(
  { objects }: Pick<Manifest, 'objects'>,
  inputs: Readonly<Record<string, unknown>>,
): number | undefined {
  return objects?.reduce((sum, name) => {
    const value = Object.hasOwn(inputs, name) ? inputs[name] : undefined
    return sum + (Array.isArray(value) ? value.length : value === undefined || value === null ? 0 : 1)
  }, 0)
}

/** The parameters together with the computed inputs: everything the module receives. */
export function inputSpecs(manifest: Pick<Manifest, 'parameters' | 'inputs'>): ParameterSpecs {
  const specs: ParameterSpecs = { ...manifest.parameters }
  for (const [name, value] of Object.entries(manifest.inputs)) {
    if (isComputed(value)) specs[name] = { label: name, description: 'Computed.', type: value.type }
  }
  return specs
}
