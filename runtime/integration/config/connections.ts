/**
 * Named connections: the configuration of several tenants in one file.
 *
 * ```yaml
 * reference_values: { region: eu }        # names for templates, shared by all connections
 * acme:
 *   integration: acme-mail                # refused if another integration is run; optional if there is only one
 *   kind: production                      # or test: how the tenant is shown to people
 *   label: Acme Mail                      # its display name
 *   API Root: https://{{ region }}-api.example.com
 *   client_id: ${ACME_CLIENT_ID}          # an environment variable; $${X} is the text ${X}
 *   reference_values: { hostname: mail.acme.example }   # overrides the shared ones
 * ```
 */
import { existsSync } from 'node:fs'
import type { RawProblem } from '../../contract/errors.ts'
import { nearest } from '../../i18n/nearest.ts'
import { type Bag, nameFinder } from '../../schema/parameters.ts'
import type { Integration } from '../integration.ts'
import type { YamlFile } from '../yaml/yaml.ts'
import { connectionsFile, isBag, type Lookup, readConnectionsFile, refused } from './connection-file.ts'
import {
  connectionProblem as problem,
  type Reading,
  readFields,
  readReferenceValues,
} from './connection-values.ts'
import { type ConnectionFacts, factsOf } from './labels.ts'
import type { ConfigSource } from './sources.ts'

/** What a connection provides. */
export interface Connection extends ConnectionFacts {
  /** Configuration by the integration's own names. */
  config: Bag
  /** The environment variable that is the whole value of a field, by the integration's own name of the field. */
  variables: Readonly<Record<string, string>>
  /** Names for templates. They are not secret: results may show them. */
  reference_values: Bag
}

const REFERENCE = 'reference_values'

/**
 * Reads one connection.
 *
 * @throws ActionError CONFIG_INVALID: the file does not exist, is readable by others or cannot be parsed; a secret is followed by a comment; the connection, a
 *   variable or a reference value does not exist; the integration has no such field. All problems of a connection at once.
 */
export async function readConnection(
  name: string,
  integration: Integration,
  lookup: Lookup,
): Promise<Connection> {
  const path = connectionsFile(lookup)
  const { data, yaml } = await readConnectionsFile(path)
  const {
    integration: wanted,
    kind,
    label,
    [REFERENCE]: own = {},
    ...fields
  } = findConnection(name, data, path)
  const problems: RawProblem[] = []
  const reading: Reading = { connection: name, integration, env: lookup.env, problems }
  const { id } = integration.spec
  if (wanted === undefined && integration.among) {
    const detail = `The connection "${name}" does not name its integration, and several are used. Add the line "integration: ${id}" to it.`
    problems.push(problem('integration', detail))
  }
  if (wanted !== undefined && wanted !== id) {
    const detail = `The connection "${name}" is for the integration "${typeof wanted === 'string' ? wanted : JSON.stringify(wanted)}", not for "${id}".`
    problems.push(problem('integration', detail))
  }
  const reference: Bag = {}
  for (const values of [data[REFERENCE] ?? {}, own]) {
    if (isBag(values)) Object.assign(reference, readReferenceValues(values, reading))
    else problems.push(problem(REFERENCE, `"${REFERENCE}" in ${path} must be a map of names and values.`))
  }
  const config = await readFields(fields, reference, reading)
  problems.push(...cutSecrets(name, fields, integration, yaml))
  const facts = factsOf(name, { kind, label }, problems)
  if (problems.length > 0) throw refused(problems)
  return { ...facts, config, variables: variablesOf(fields, integration), reference_values: reference }
}

/** A value that is one variable: it cannot be cut off, and its name says where the value comes from. */
const ONE_VARIABLE = /^\$\{(\w+)\}$/

/** The fields whose whole value is one variable, with the names of the variables. */
function variablesOf(fields: Bag, { spec }: Integration): Record<string, string> {
  const find = nameFinder(spec.config)
  const entries = Object.entries(fields).flatMap(([written, value]): [string, string][] => {
    const name = find(written)
    const [, variable] = (typeof value === 'string' && ONE_VARIABLE.exec(value)) || []
    return name === undefined || variable === undefined ? [] : [[name, variable]]
  })
  return Object.fromEntries(entries)
}

/** In YAML, ` #` begins a comment: a secret that contains it would be cut off there, and a wrong one would be sent. */
function cutSecrets(connection: string, fields: Bag, integration: Integration, yaml: YamlFile): RawProblem[] {
  const specs = integration.spec.config
  const find = nameFinder(specs)
  return Object.entries(fields).flatMap(([written, value]) => {
    const spec = specs[find(written) ?? '']
    if (!spec?.secret || typeof value !== 'string' || ONE_VARIABLE.test(value)) return []
    const path = [connection, written]
    if (!yaml.isCommented(path)) return []
    const { file, line, column } = yaml.find(path, '')
    const at = `${file}:${line}:${column}`
    const detail = `${at} In YAML, " #" begins a comment, so "${spec.label}" of the connection "${connection}" would end before it. Put the value in quotes, and a comment on its own line.`
    return [problem(at, detail)]
  })
}

/** Returns the integration that a connection names; undefined if it names none. Throws as `readConnection`. */
export async function integrationOf(name: string, lookup: Lookup): Promise<unknown> {
  const path = connectionsFile(lookup)
  return findConnection(name, (await readConnectionsFile(path)).data, path).integration
}

/** A connection as it is listed: without its configuration. */
export interface ListedConnection extends ConnectionFacts {
  name: string
  /** Id of its integration, as written; undefined if it names none. */
  integration?: unknown
}

/**
 * Returns the names of all connections, each with the integration that it names. Undefined if no file is named and the
 * default one does not exist. Throws as `readConnection`.
 */
export async function listConnections(lookup: Lookup): Promise<ListedConnection[] | undefined> {
  const path = connectionsFile(lookup)
  const isNamed = Boolean(lookup.file ?? lookup.env.SOAR_CONNECTIONS)
  if (!isNamed && !existsSync(path)) return undefined
  const { data } = await readConnectionsFile(path)
  const names = Object.keys(data).filter((name) => name !== REFERENCE)
  return names.map((name) => {
    const { integration, kind, label } = findConnection(name, data, path)
    return { name, ...(integration !== undefined && { integration }), ...factsOf(name, { kind, label }, []) }
  })
}

function findConnection(name: string, data: Bag, path: string): Bag {
  const names = Object.keys(data).filter((key) => key !== REFERENCE)
  const found = names.includes(name) ? data[name] : undefined
  if (isBag(found)) return found
  if (found !== undefined) {
    throw refused([problem('connection', `The connection "${name}" in ${path} must be a map of values.`)])
  }
  const meant = nearest(name, names)
  const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`
  const known = names.length > 0 ? `It has: ${names.join(', ')}.` : 'It has none.'
  const detail = `There is no connection "${name.slice(0, 80)}" in ${path}.${hint} ${known}`
  throw refused([problem('connection', detail)])
}

/**
 * Returns a connection as a source. It is complete: omitted fields are not taken from the environment, which may hold the
 * fields of another tenant.
 */
export const connectionSource = ({ config, variables }: Connection): ConfigSource => ({
  values: config,
  variables,
  final: 'all',
})
