/**
 * Turns a published playbook step and a context into a run.
 *
 * Source: docs/platforms/secops-step.md.
 */
import type { RawProblem } from '../../../contract/errors.ts'
import { isRecord } from '../../../contract/json.ts'
import { refuse } from '../../../contract/refuse.ts'
import { nameFinder } from '../../../schema/parameters.ts'
import type { Address, Catalogue, Incoming } from '../../dialect.ts'
import { pythonText } from '../../python.ts'
import { incomingRun } from '../action.ts'
import { type Fields, fieldReader, parseContext, textOf } from '../context.ts'
import { actionFacts, addressOf, findAction, integrationFacts } from '../names.ts'
import type { ResultFacts } from '../result.ts'
import { expand } from './expand.ts'
import type { PlaceholderContext } from './placeholder.ts'

/** Options for expanding a step. */
export interface StepOptions {
  /** The effect of a placeholder without a value: fail the run (default), or insert nothing. */
  undefined?: 'error' | 'empty'
}

/**
 * Reads a step and expands its parameters once. The context is one JSON object: `Event`, `Alert`, `Case`, `Entity`,
 * `Input`, `Loop`, earlier steps under their instance names, and `integration_configuration`; empty text is an empty
 * one.
 *
 * @throws ActionError REQUEST_INVALID if it is not a step of an action, ACTION_UNKNOWN
 */
export async function readStep(
  step: string,
  context: string,
  catalogue: Catalogue,
  options: StepOptions = {},
): Promise<Incoming<ResultFacts>> {
  const parameters = stepParameters(await parseStep(step))
  const given = context.trim() === '' ? {} : parseContext(context)
  const reader = fieldReader(given)
  const configuration = reader.object('integration_configuration')
  reader.check()

  const script = scriptOf(parameters)
  const facts = integrationFacts(catalogue.spec)
  const action = await findAction(catalogue, script, [facts.identifier, script.split('_')[0] ?? ''], 'action')
  const written = readFields(parameters.get('ScriptParametersEntityFields'))
  const { values, problems } = expandAll(
    written,
    given as PlaceholderContext,
    nameFinder(action.manifest.parameters),
  )
  const { table } = actionFacts(action)
  const run = incomingRun(catalogue, action, values, configuration, {
    time: { request: {} },
    notes: table === undefined ? {} : { table },
  })
  if (options.undefined === 'empty') return run
  const known = run.reading?.found
  // A placeholder without a value is reported once, with the placeholder.
  const reported = new Set(problems.map(({ where }) => where))
  const others = (known?.parameters ?? []).filter(
    ({ where, rule }) => rule !== 'required' || !reported.has(where),
  )
  const all = [...others, ...problems]
  return { ...run, reading: { ...run.reading, found: { ...known, parameters: all } } }
}

/** The action of a step: its script's name is the integration's identifier, `_` and the display name. */
export const addressOfStep = async (step: string): Promise<Address> =>
  addressOf(scriptOf(stepParameters(await parseStep(step))), '')

function scriptOf(parameters: Map<string, unknown>): string {
  const script = parameters.get('ScriptName')
  if (typeof script === 'string' && script !== '') return script
  throw refuse('The step has no "ScriptName", so it does not run an action.')
}

/** A step as JSON, or as the YAML that the content hub publishes. */
async function parseStep(text: string): Promise<Fields> {
  if (/^[\uFEFF\s]*[[{]/.test(text)) return parseContext(text, 'The step')
  const { readYaml } = await import('../../../integration/yaml/yaml.ts')
  const { data, findings } = readYaml('step', text.replace(/^\uFEFF/, ''))
  const [finding] = findings
  if (finding)
    throw refuse(`Invalid step, line ${finding.line}, column ${finding.column}: ${finding.message}`)
  if (isRecord(data)) return data
  throw refuse('The step must be one object, in JSON or YAML.')
}

/** Codes and words for the type of steps that run an action. */
const RUNS: ReadonlySet<unknown> = new Set(['action', 0, undefined, null])

function stepParameters(step: Fields): Map<string, unknown> {
  if (!RUNS.has(step.type))
    throw refuse(
      `The step has the type ${JSON.stringify(step.type)}; only steps of type "action" can be run.`,
    )
  if (!Array.isArray(step.parameters)) throw refuse('The step has no list "parameters".')
  const pairs = step.parameters
    .filter(isRecord)
    .map(({ name, value }): [string, unknown] => [textOf(name), value])
  return new Map(pairs)
}

function readFields(text: unknown): Fields {
  if (text === undefined || text === null || text === '') return {}
  const fields = isRecord(text) ? text : typeof text === 'string' ? parseOrNothing(text) : undefined
  if (isRecord(fields)) return fields
  throw refuse('"ScriptParametersEntityFields" of the step must be the JSON text of an object.')
}

function parseOrNothing(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The script behind a step sees only text. */
function expandAll(
  written: Fields,
  context: PlaceholderContext,
  find: (label: string) => string | undefined,
): { values: Fields; problems: RawProblem[] } {
  const problems: RawProblem[] = []
  const one = (label: string, value: unknown): unknown => {
    if (typeof value === 'boolean' || typeof value === 'number') return pythonText(value)
    if (Array.isArray(value)) return value.map((item) => one(label, item))
    if (typeof value !== 'string') return value
    return expand(value, context, (placeholder, reason) => {
      const detail = `"${label}" uses ${placeholder.slice(0, 200)}: ${reason}. Send it in the context, or use --undefined empty to leave it empty.`
      problems.push({ where: find(label) ?? label, rule: 'placeholder', values: { detail } })
    })
  }
  const values = Object.entries(written).map(([label, value]): [string, unknown] => [
    label,
    one(label, value),
  ])
  return { values: Object.fromEntries(values), problems }
}
