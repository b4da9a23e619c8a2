/**
 * Google SecOps SOAR connectors: context on stdin, package of alerts on stdout.
 *
 * Source: docs/platforms/secops-connector.md.
 *
 * Besides the platform's own fields, the context has `is_test_run` and `state`, which the platform keeps elsewhere. The
 * answer has `state` beside the package; store it once the package is delivered.
 *
 * The platform's settings around a connector go to parameters of fixed names, if the manifest has them: `allow_list`,
 * `environment`, `connector_identifier`, `test_run`, `overflow_settings`. The result is an object with `alerts`; those of the
 * SDK's form are converted to the platform's, and withheld if there are too many.
 */

import { isRecord, type Json } from '../../contract/json.ts'
import { refuse } from '../../contract/refuse.ts'
import type { Result } from '../../contract/result.ts'
import type { LoadedAction } from '../../integration/action.ts'
import { dataText } from '../../safety/plain-data.ts'
import type { Catalogue, Dialect, Incoming, LogLine } from '../dialect.ts'
import { pythonJson } from '../python.ts'
import { TERMINATED } from './action.ts'
import { type CaseSettings, type Cases, casesOf } from './alerts/cases.ts'
import { readCaseSettings } from './alerts/settings.ts'
import { readConfiguration } from './configuration.ts'
import { type FieldReader, type Fields, fieldReader, parseContext, textOf } from './context.ts'
import { actionFacts, findAction, integrationFacts, isBlank, missing, sortByLabel } from './names.ts'
import { debugOutput } from './result.ts'

/** The inputs of the package besides the run. */
export interface ConnectorNotes {
  isTest: boolean
  /** As received. */
  state: Json
  settings?: CaseSettings
}

export const secopsConnector: Dialect<ConnectorNotes> = {
  read,
  write: packageDocument,
  exitCode: (_: Result, stopped) => (stopped ? TERMINATED : 0),
  needsInput: true,
  stubborn: true,
}

async function read(text: string, catalogue: Catalogue, named?: string): Promise<Incoming<ConnectorNotes>> {
  const context = parseContext(text)
  const outer = fieldReader(context)
  const info = outer.object('connector_info')
  const state = outer.object('state')
  outer.check()
  const action = await findConnector(catalogue, fieldReader(info), info, named)
  const facts = integrationFacts(catalogue.spec)
  const given = sortByLabel(action.manifest.parameters, paramsOf(info))
  const config = readConfiguration(catalogue, facts, Object.fromEntries(given.rest))
  const isTest = context.is_test_run === true || /^true$/i.test(textOf(context.is_test_run))
  const around = { ...surroundings(info, state), test_run: isTest }
  const specs = action.manifest.parameters
  const parameters = { ...meantByEmpty(action, given.cleared), ...given.values, ...only(action, around) }
  const own = readCaseSettings(specs, parameters, isTest)
  return {
    request: { action: action.id, parameters, state: context.state ?? null },
    reading: {
      found: {
        parameters: [...given.problems, ...missing(specs, given.cleared), ...own.problems],
        config: config.problems,
      },
    },
    config: config.source,
    warnings: config.unknown.map((label) => `The connector has no parameter "${label}"; it was not used.`),
    notes: { isTest, state: (context.state ?? null) as Json, settings: own.settings },
  }
}

async function findConnector(
  catalogue: Catalogue,
  reader: FieldReader,
  info: Fields,
  named: string | undefined,
): Promise<LoadedAction> {
  if (named !== undefined) {
    const action = await catalogue.action(named)
    if (action.manifest.kind === 'connector') return action
    const reason = `"${named}" is an action, not a connector.`
    throw refuse(reason)
  }
  const written = reader.text('connector_definition_name')
  reader.check()
  const identifiers = [info.integration, integrationFacts(catalogue.spec).identifier]
  return findAction(
    catalogue,
    written,
    identifiers.filter((name) => typeof name === 'string'),
    'connector',
  )
}

/** Values by label; of two with the same name, the first counts. */
function paramsOf(info: Fields): Fields {
  const params = Array.isArray(info.params) ? info.params.filter(isRecord) : []
  const pairs = params.map((param): [string, unknown] => [textOf(param.param_name), param.param_value])
  return Object.fromEntries(pairs.reverse())
}

/** Cleared fields of the form, if the manifest gives their meaning. */
const meantByEmpty = (action: LoadedAction, cleared: readonly string[]): Fields =>
  Object.fromEntries(Object.entries(actionFacts(action).empty).filter(([name]) => cleared.includes(name)))

/** The platform's settings outside the connector's own parameters. */
function surroundings(info: Fields, state: Fields): Fields {
  const { environment, identifier } = info
  return {
    allow_list:
      listOf(info.allow_list ?? info.white_list) ??
      listOf(info.allow_list_json_object ?? info.white_list_json_object),
    environment: isBlank(environment) ? undefined : environment,
    connector_identifier: isBlank(identifier) ? undefined : identifier,
    // The platform's default is to withhold; its store has an entry only if the settings were changed.
    overflow_settings: parsed(state.overflow_settings) ?? {},
  }
}

const parsed = (value: unknown): unknown => (typeof value === 'string' ? safeJson(value) : value)

function listOf(value: unknown): string[] | undefined {
  const list = parsed(value)
  return Array.isArray(list) ? list.filter((item) => !isBlank(item)).map(dataText) : undefined
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const only = ({ manifest }: LoadedAction, values: Fields): Fields =>
  Object.fromEntries(
    Object.entries(values).filter(
      ([name, value]) => value !== undefined && Object.hasOwn(manifest.parameters, name),
    ),
  )

/** Maximum number of log rows that the platform accepts. */
const MOST_ROWS = 5000

const LEVELS = { info: 1, warn: 2, error: 3 } as const

/** For results that were read without a context. */
const PLAIN: CaseSettings = { environmentOf: () => '', connector: '', overflow: undefined }

function packageDocument(result: Result, log: readonly LogLine[], notes?: ConnectorNotes): string {
  const failure: LogLine[] = result.is_success
    ? []
    : [{ level: 'error', message: result.output_message, time: Date.now() }]
  const json: Fields = result.is_success && isRecord(result.json_result) ? result.json_result : {}
  const made = casesOf(json, result.state, notes?.settings ?? PLAIN)
  const lines = [...log, ...created(json, made), ...failure]
  const failedTest = notes?.isTest === true && !result.is_success
  // A connector cannot report a failure: it returns no alerts, and the log. A test run shows people the failure.
  const data = failedTest ? { is_success: false, result_params: {} } : packageOf(made, lines)
  const state = result.is_success && !notes?.isTest ? (made.state ?? notes?.state) : notes?.state
  return pythonJson({
    ResultObjectJson: pythonJson(data),
    DebugOutput: debugOutput(lines),
    ...(state === undefined ? {} : { state }),
  })
}

/** The number of alerts that the run made, in the wording of the platform's own connector. */
function created({ alerts }: Fields, { cases }: Cases): LogLine[] {
  if (!Array.isArray(alerts)) return []
  return [{ level: 'info', message: `Created total of ${cases.length} cases`, time: Date.now() }]
}

const packageOf = ({ cases, overflow }: Cases, lines: readonly LogLine[]): Record<string, unknown> => ({
  cases,
  overflow_cases: overflow,
  log_items: [],
  variables: {},
  log_rows: lines
    .slice(0, MOST_ROWS)
    .map(({ level, message, time }) => ({ message, log_level: LEVELS[level], timestamp: time })),
})
