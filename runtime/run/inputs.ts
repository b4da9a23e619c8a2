/**
 * Step 4: parameters to inputs.
 *
 * Coerce, render defaults and templates once, overlay, validate all together.
 */
import { ActionError, type RawProblem } from '../contract/errors.ts'
import type { Request } from '../contract/request.ts'
import type { LoadedAction } from '../integration/action.ts'
import { isComputed, isTemplate, type Manifest } from '../integration/manifest.ts'
import { coerceAll } from '../schema/coerce.ts'
import { applyFormatWhen, hasFormatWhen } from '../schema/format-when.ts'
import {
  type Bag,
  byName,
  missingByCondition,
  type ParameterSpec,
  type ParameterSpecs,
} from '../schema/parameters.ts'
import type { RenderOptions } from '../template/template.ts'
import { allTemplateFailures, asTemplateFailure, evaluate } from './render-input.ts'

/** What templates can read besides the parameters. */
export interface TemplateScope {
  context: Record<string, unknown>
  run: Record<string, unknown>
}

/** How inputs are built. */
export interface InputOptions extends RenderOptions {
  /** Problems found before, reported together with the rest. */
  problems: readonly RawProblem[]
  /** Parameters whose format and choices are not checked. */
  lenient: readonly string[]
}

/**
 * Builds the inputs of the module. Values of the request are data and never rendered; only the manifest's texts and the
 * request's `templates` are rendered. Throws PARAMETER_INVALID with every problem at once, or TEMPLATE_FAILED.
 */
export async function buildInputs(
  action: LoadedAction,
  request: Request,
  scope: TemplateScope,
  options: InputOptions,
): Promise<Bag> {
  const { specs } = action
  const { parameters, inputs: overlays } = action.manifest
  const problems: RawProblem[] = [...options.problems]
  const given = byName(parameters, request.parameters ?? {}, problems)
  const templates = byName(parameters, request.templates ?? {}, problems)
  for (const name of Object.keys(templates)) if (name in given) delete given[name]
  const params = coerceAll(parameters, given, problems)
  const names = { ...scope, params }
  const rendered: Bag = {}
  const failures: ActionError[] = []
  for (const name of Object.keys(templates)) {
    try {
      const value = evaluate(action, name, templates[name], names, options)
      rendered[name] = value instanceof Promise ? await value : value
    } catch (error) {
      failures.push(asTemplateFailure(error))
    }
  }
  if (failures.length > 0) throw allTemplateFailures(failures)
  for (const name of Object.keys(parameters)) {
    const source = parameters[name]?.default
    if (params[name] !== undefined || source === undefined || absentOnPurpose(name, rendered, problems))
      continue
    rendered[name] = isTemplate(source) ? await evaluate(action, name, source, names, options) : source
  }
  Object.assign(params, coerceAll(parameters, rendered, problems))

  // Templates over missing or invalid parameters would only add failures that hide the cause.
  const sound = problems.length === 0 && !lacksRequired(parameters, params)
  const computed = sound ? await compute(action, overlays, params, scope, options) : {}
  const inputs = { ...params, ...coerceAll(specs, withDefaults(parameters, computed), problems) }
  for (const name of Object.keys(computed)) {
    if (isBlank(computed[name]) && literalDefault(parameters[name]) === undefined) delete inputs[name]
  }

  const dependent = hasFormatWhen(specs) ? await applyFormatWhen(specs, inputs) : []
  const judged = [...dependent, ...action.validateInputs(inputs), ...missingByCondition(specs, inputs)]
  if (judged.length + problems.length === 0) return inputs
  const bad = new Set(problems.map((problem) => problem.where))
  const waived = ({ where, rule }: RawProblem) =>
    options.lenient.includes(where.split('.')[0] ?? '') && /^(?:format_|enum$)/.test(rule)
  problems.push(...judged.filter((problem) => !bad.has(problem.where) && !waived(problem)))
  hideSecrets(specs, problems)
  if (problems.length) throw new ActionError('PARAMETER_INVALID', {}, { problems, unsent: true })
  return inputs
}

/** Renders the manifest's own templates over the parameters. */
async function compute(
  action: LoadedAction,
  overlays: Manifest['inputs'],
  params: Bag,
  scope: TemplateScope,
  options: RenderOptions,
): Promise<Bag> {
  const computed: Bag = {}
  const entries = Object.entries(overlays)
  if (entries.length === 0) return computed
  const names = { ...scope, params: blanksFor(action.manifest.parameters, params) }
  for (const [name, value] of entries) {
    computed[name] = await evaluate(action, name, isComputed(value) ? value.template : value, names, options)
  }
  return computed
}

const isBlank = (value: unknown): boolean => value === null || value === undefined || value === ''

const literalDefault = (spec: ParameterSpec | undefined): unknown =>
  isTemplate(spec?.default) ? undefined : spec?.default

/** Uses the parameter's own default where an overlay rendered to nothing. */
function withDefaults(specs: ParameterSpecs, computed: Bag): Bag {
  const entries = Object.entries(computed)
  return Object.fromEntries(
    entries.map(([name, value]) => [name, isBlank(value) ? literalDefault(specs[name]) : value]),
  )
}

const lacksRequired = (specs: ParameterSpecs, params: Bag): boolean =>
  Object.keys(specs).some((name) => specs[name]?.required && params[name] === undefined)

/** A default applies only to a parameter that was not given, not to an invalid or rendered one. */
function absentOnPurpose(name: string, rendered: Bag, problems: RawProblem[]): boolean {
  return !isBlank(rendered[name]) || problems.some((problem) => problem.where === name)
}

/** In a manifest's own templates an omitted parameter is None, not an undefined name. */
function blanksFor(specs: ParameterSpecs, params: Bag): Bag {
  return { ...Object.fromEntries(Object.keys(specs).map((name) => [name, null])), ...params }
}

function hideSecrets(specs: ParameterSpecs, problems: RawProblem[]): void {
  for (const problem of problems) {
    if (specs[problem.where]?.secret) problem.values.received = '***'
  }
}
