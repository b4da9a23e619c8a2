/** Renders the templates of one input; reports what fails, with its place. */
import { ActionError, type RawProblem } from '../contract/errors.ts'
import { type Phrase, phrase } from '../contract/phrases.ts'
import { templateFault } from '../i18n/sentences.ts'
import type { LoadedAction } from '../integration/action.ts'
import { isTemplate } from '../integration/manifest.ts'
import { isTemplateError, type TemplateError } from '../template/errors.ts'
import { endColumnOf } from '../template/place.ts'
import type { RenderOptions } from '../template/template.ts'

/**
 * Renders a text, or each text of a list; returns a promise only if the template is not loaded yet. Throws TEMPLATE_FAILED.
 */
export function evaluate(
  action: LoadedAction,
  where: string,
  source: unknown,
  names: Record<string, unknown>,
  options: RenderOptions,
): unknown {
  if (Array.isArray(source)) {
    return Promise.all(source.map((item) => evaluate(action, where, item, names, options)))
  }
  if (!isTemplate(source)) return source
  const refuse = (error: unknown): never => {
    throw isTemplateError(error) ? failure(where, source, error) : error
  }
  try {
    const template = action.template(source)
    if (!(template instanceof Promise)) return template.evaluate(names, options)
    return template.then((loaded) => loaded.evaluate(names, options)).catch(refuse)
  } catch (error) {
    return refuse(error)
  }
}

function failure(where: string, source: string, error: TemplateError): ActionError {
  const { line, column } = error
  const reason = templateFault(error)
  const place = line > 0 ? { line, column, end_column: endColumnOf(source, error) } : undefined
  const problem: RawProblem = {
    where,
    rule: 'template',
    values: { name: where, detail: reason },
    ...(place && { place }),
  }
  return new ActionError(
    'TEMPLATE_FAILED',
    { where, reason },
    { cause: error, problems: [problem], unsent: true },
  )
}

/** Returns a failure of a template; throws anything else again. */
export function asTemplateFailure(error: unknown): ActionError {
  if (error instanceof ActionError && error.code === 'TEMPLATE_FAILED') return error
  throw error
}

/** One failure for the templates of several inputs. */
export function allTemplateFailures(failures: readonly ActionError[]): ActionError {
  const [first, ...others] = failures
  if (first === undefined) throw new RangeError('There is no failure.')
  if (others.length === 0) return first
  const problems = failures.flatMap(({ facts }) => facts.problems ?? [])
  const reason = others.reduce<Phrase | undefined>(
    (before, { words }) =>
      phrase('{before}. Template error in "{where}": {reason}', {
        before: before ?? '',
        where: words.where ?? '',
        reason: words.reason ?? '',
      }),
    first.words.reason,
  )
  return new ActionError(
    'TEMPLATE_FAILED',
    { ...first.words, ...(reason && { reason }) },
    { cause: first.facts.cause, problems, unsent: true },
  )
}
