/**
 * Google SecOps SOAR actions: context on stdin, result document on stdout.
 *
 * Source: docs/platforms/secops-action.md.
 *
 * The settings of one integration are under `dialects.secops` in its integration.yaml and manifests. docs/secops.md lists
 * the intended differences from the platform's own scripts.
 */
import { isRecord } from '../../contract/json.ts'
import type { Result } from '../../contract/result.ts'
import type { LoadedAction } from '../../integration/action.ts'
import type { Address, Catalogue, Dialect, Incoming } from '../dialect.ts'
import { beyondParameters, readConfiguration } from './configuration.ts'
import { type FieldReader, type Fields, fieldReader, parseContext, textOf, timeLeft } from './context.ts'
import {
  actionFacts,
  addressOf,
  findAction,
  holdsNothing,
  integrationFacts,
  missing,
  sortByLabel,
} from './names.ts'
import { type ResultFacts, resultDocument } from './result.ts'
import { stepsBefore } from './steps.ts'

/** Exit code after SIGTERM, as in the platform's own scripts. */
export const TERMINATED = 113

export const secopsAction: Dialect<ResultFacts> = {
  read,
  address,
  write: (result, log, facts) => resultDocument(result, log, facts ?? {}),
  exitCode: (_: Result, stopped) => (stopped ? TERMINATED : 0),
  needsInput: true,
  stubborn: true,
}

/** The display name, which is nearly always the id in words, and the integration beside or before it. */
function address(text: string): Address {
  const context = parseContext(text)
  const reader = fieldReader(context)
  const written = reader.text('action_definition_name')
  reader.check()
  return addressOf(written, textOf(context.integration_identifier))
}

async function read(text: string, catalogue: Catalogue): Promise<Incoming<ResultFacts>> {
  const context = parseContext(text)
  const reader = fieldReader(context)
  const written = reader.text('action_definition_name')
  const parameters = reader.object('parameters')
  const configuration = reader.object('integration_configuration')
  reader.check()

  const facts = integrationFacts(catalogue.spec)
  const identifiers = [context.integration_identifier, facts.identifier].filter(
    (name) => typeof name === 'string',
  )
  const action = await findAction(catalogue, written, identifiers, 'action')
  return incomingRun(catalogue, action, parameters, configuration, {
    time: timeOf(reader),
    notes: resultFacts(context, reader, action),
  })
}

/** The surroundings of a run's values. */
interface Surroundings {
  time: Pick<Incoming, 'expired'> & { request: Fields }
  notes: ResultFacts
}

/** A run of an action with values by label: those of the platform's form and those of its stored configuration. */
export function incomingRun(
  { spec }: Pick<Catalogue, 'spec'>,
  action: LoadedAction,
  parameters: Fields,
  configuration: Fields,
  { time, notes }: Surroundings,
): Incoming<ResultFacts> {
  const facts = integrationFacts(spec)
  const given = sortByLabel(action.manifest.parameters, parameters)
  const wrong = new Set(given.problems.map((problem) => problem.where))
  const names = Object.keys(action.manifest.parameters)
  const { parameters: specs } = action.manifest
  const empty = names.filter((name) => holdsNothing(specs[name], given.values[name]) && !wrong.has(name))
  const { settings, problems, state, unknown } = beyondParameters(spec.config, facts, given.rest)
  const config = readConfiguration({ spec }, facts, configuration, settings)
  const { as_written: lenient = [] } = actionFacts(action)
  return {
    request: {
      action: action.id,
      parameters: given.values,
      ...(state === undefined ? {} : { state }),
      ...time.request,
    },
    // As in the platform's own scripts: a playbook retries a step itself, and its deadline is short.
    retry: false,
    reading: {
      lenient,
      found: {
        parameters: [...given.problems, ...missing(action.manifest.parameters, empty), ...problems],
        config: config.problems,
      },
    },
    config: config.source,
    ...(time.expired ? { expired: true } : {}),
    steps: stepsBefore(specs, parameters),
    warnings: [
      ...unknown.map((label) => `${action.manifest.name} has no parameter "${label}"; it was not used.`),
      ...config.unknown.map((label) => `The configuration has no field "${label}"; it was not used.`),
    ],
    notes: { ...notes, steps: true },
  }
}

/** Milliseconds until the earlier of the platform's two deadlines. */
export function timeOf(reader: FieldReader): Surroundings['time'] {
  const names = ['execution_deadline_unix_time_ms', 'script_timeout_deadline']
  const deadlines = names.map(reader.positive).filter((time) => time !== undefined)
  if (deadlines.length === 0) return { request: {} }
  const left = timeLeft(Math.min(...deadlines), Date.now())
  return left > 0 ? { request: { timeout_ms: left } } : { request: {}, expired: true }
}

function resultFacts(context: Fields, reader: FieldReader, action: LoadedAction): ResultFacts {
  const { table } = actionFacts(action)
  const limit = reader.positive('max_json_result_size')
  return {
    ...(table === undefined ? {} : { table }),
    ...(limit === undefined ? {} : { limit }),
    ...entitiesOf(context.target_entities),
  }
}

/**
 * Entities arrive as `{item1, item2}`, and as bare identifiers from older servers; then results have a different format,
 * too.
 */
function entitiesOf(entities: unknown): Pick<ResultFacts, 'legacy' | 'targets'> {
  const list = Array.isArray(entities) ? entities : []
  const texts = list.filter((entity) => typeof entity === 'string')
  if (texts.length > 0 && texts.length === list.length) return { legacy: true, targets: texts }
  return { targets: list.flatMap((entity) => (isRecord(entity) ? [textOf(entity.item1)] : [])) }
}
