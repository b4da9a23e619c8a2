/** Step 4: parameters to inputs. Coerce, render defaults and templates once, overlay, validate as one bag. */
import { ActionError, type RawProblem } from './errors.ts'
import type { LoadedAction } from './integration.ts'
import { isTemplateError } from './jinja/errors.ts'
import { isComputed, isTemplate } from './manifest.ts'
import { templateFault } from './messages.ts'
import {
  type Bag,
  byName,
  coerceAll,
  missingByCondition,
  type ParameterSpec,
  type ParameterSpecs,
} from './params.ts'
import type { RenderOptions } from './template.ts'
import type { Request } from './types.ts'

/** What templates may look at besides the parameters. */
export interface TemplateScope {
  context: Record<string, unknown>
  run: Record<string, unknown>
}

/** How inputs are built. */
export interface InputOptions extends RenderOptions {
  /** Found before, told together with the rest. */
  problems: readonly RawProblem[]
  /** Parameters whose format and choices are not judged. */
  unjudged: readonly string[]
}

/**
 * Builds what the module receives. Values of the request are data and never rendered; only the manifest's texts and the
 * request's `templates` are. Throws PARAMETER_INVALID with every problem at once, or TEMPLATE_FAILED.
 */
export async function buildInputs(
  action: LoadedAction,
  request: Request,
  scope: TemplateScope,
  options: InputOptions,
): Promise<Bag> {
  const { manifest, specs } = action
  const problems: RawProblem[] = [...options.problems]
  const given = byName(manifest.parameters, request.parameters ?? {}, problems)
  const templates = byName(manifest.parameters, request.templates ?? {}, problems)
  for (const name of Object.keys(templates)) delete given[name]
  const params = coerceAll(manifest.parameters, given, problems)
  const evaluate = (where: string, source: unknown, names: Record<string, unknown>) =>
    evaluateAny(action, where, source, names, options)

  const rendered: Bag = {}
  for (const [name, source] of Object.entries(templates)) {
    rendered[name] = await evaluate(name, source, { ...scope, params })
  }
  for (const [name, spec] of Object.entries(manifest.parameters)) {
    if (params[name] !== undefined || spec.default === undefined || absentOnPurpose(name, rendered, problems))
      continue
    rendered[name] = isTemplate(spec.default)
      ? await evaluate(name, spec.default, { ...scope, params })
      : spec.default
  }
  Object.assign(params, coerceAll(manifest.parameters, rendered, problems))

  const computed: Bag = {}
  // Templates over parameters that are missing or wrong would only add failures that hide the cause.
  const sound = problems.length === 0 && !lacksRequired(manifest.parameters, params)
  for (const [name, value] of sound ? Object.entries(manifest.inputs) : []) {
    const source = isComputed(value) ? value.template : value
    computed[name] = await evaluate(name, source, {
      ...scope,
      params: blanksFor(manifest.parameters, params),
    })
  }
  const inputs = { ...params, ...coerceAll(specs, withDefaults(manifest.parameters, computed), problems) }
  for (const name of Object.keys(computed)) {
    if (isBlank(computed[name]) && literalDefault(manifest.parameters[name]) === undefined)
      delete inputs[name]
  }

  const bad = new Set(problems.map((problem) => problem.where))
  const judged = [...action.validateInputs(inputs), ...missingByCondition(specs, inputs)]
  const waived = ({ where, rule }: RawProblem) =>
    options.unjudged.includes(where.split('.')[0] ?? '') && /^(?:format_|enum$)/.test(rule)
  problems.push(...judged.filter((problem) => !bad.has(problem.where) && !waived(problem)))
  hideSecrets(specs, problems)
  if (problems.length) throw new ActionError('PARAMETER_INVALID', {}, { problems, unsent: true })
  return inputs
}

const isBlank = (value: unknown): boolean => value === null || value === undefined || value === ''

const literalDefault = (spec: ParameterSpec | undefined): unknown =>
  isTemplate(spec?.default) ? undefined : spec?.default

/** Where an overlay rendered to nothing, the parameter's own default still stands. */
function withDefaults(specs: ParameterSpecs, computed: Bag): Bag {
  const entries = Object.entries(computed)
  return Object.fromEntries(
    entries.map(([name, value]) => [name, isBlank(value) ? literalDefault(specs[name]) : value]),
  )
}

const lacksRequired = (specs: ParameterSpecs, params: Bag): boolean =>
  Object.entries(specs).some(([name, spec]) => spec.required && params[name] === undefined)

/** A default is for what was not given at all; not for what was given wrong, nor for what a template rendered. */
function absentOnPurpose(name: string, rendered: Bag, problems: RawProblem[]): boolean {
  return !isBlank(rendered[name]) || problems.some((problem) => problem.where === name)
}

/** In a manifest's own templates a parameter that was left out is None, not an undefined name. */
function blanksFor(specs: ParameterSpecs, params: Bag): Bag {
  return { ...Object.fromEntries(Object.keys(specs).map((name) => [name, null])), ...params }
}

async function evaluateAny(
  action: LoadedAction,
  where: string,
  source: unknown,
  names: Record<string, unknown>,
  options: RenderOptions,
): Promise<unknown> {
  if (Array.isArray(source)) {
    return Promise.all(source.map((item) => evaluateAny(action, where, item, names, options)))
  }
  if (!isTemplate(source)) return source
  try {
    return (await action.template(source)).evaluate(names, options)
  } catch (error) {
    if (!isTemplateError(error)) throw error
    throw new ActionError(
      'TEMPLATE_FAILED',
      { where, reason: templateFault(error) },
      { cause: error, unsent: true },
    )
  }
}

function hideSecrets(specs: ParameterSpecs, problems: RawProblem[]): void {
  for (const problem of problems) {
    if (specs[problem.where]?.secret) problem.values.received = '***'
  }
}
