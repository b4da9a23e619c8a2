/**
 * Named connections: the configuration of several tenants in one file.
 *
 * ```yaml
 * reference_values: { region: eu }        # names for templates, shared by all connections
 * acme:
 *   integration: acme-mail                # refused if another integration is run; optional if there is only one
 *   API Root: https://{{ region }}-api.example.com
 *   client_id: ${ACME_CLIENT_ID}          # an environment variable; $${X} is the text ${X}
 *   reference_values: { hostname: mail.acme.example }   # overrides the shared ones
 * ```
 */
import { constants, existsSync } from 'node:fs'
import { homedir, platform } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'
import { ActionError, type RawProblem } from '../../contract/errors.ts'
import { english } from '../../contract/phrases.ts'
import { nearest } from '../../i18n/nearest.ts'
import { decode } from '../../safety/encoding.ts'
import { openPrivate } from '../../safety/private-file.ts'
import { type Bag, nameFinder } from '../../schema/parameters.ts'
import type { Integration } from '../integration.ts'
import type { YamlFile } from '../yaml/yaml.ts'
import {
  connectionProblem as problem,
  type Reading,
  readFields,
  readReferenceValues,
} from './connection-values.ts'
import type { ConfigSource, Environment } from './sources.ts'

/** What a connection provides. */
export interface Connection {
  /** Configuration by the integration's own names. */
  config: Bag
  /** Names for templates. They are not secret: results may show them. */
  reference_values: Bag
}

/** Where to look. */
export interface Lookup {
  /** Requested file; default SOAR_CONNECTIONS, then `soar/connections.yaml` in the user's configuration folder. */
  file?: string | undefined
  env: Environment
  /** Base folder of a relative file name. Only read for such a name. */
  readonly cwd: string
}

const REFERENCE = 'reference_values'

const isBag = (value: unknown): value is Bag =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

const refuse = (problems: RawProblem[], cause?: unknown): ActionError =>
  new ActionError('CONFIG_INVALID', {}, { problems, unsent: true, cause })

/** Returns the path of the connections file. */
export function connectionsFile(lookup: Lookup): string {
  const { file, env } = lookup
  const named = file ?? env.SOAR_CONNECTIONS
  if (named) return isAbsolute(named) ? named : resolve(lookup.cwd, named)
  return join(env.XDG_CONFIG_HOME || join(env.HOME || homedir(), '.config'), 'soar', 'connections.yaml')
}

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
  const { data, yaml } = await readPrivate(path)
  const { integration: wanted, [REFERENCE]: own = {}, ...fields } = findConnection(name, data, path)
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
  if (problems.length > 0) throw refuse(problems)
  return { config, reference_values: reference }
}

/** A value that is one variable cannot be cut off. */
const ONE_VARIABLE = /^\$\{\w+\}$/

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
  return findConnection(name, (await readPrivate(path)).data, path).integration
}

/**
 * Returns the names of all connections, each with the integration that it names. Undefined if no file is named and the
 * default one does not exist. Throws as `readConnection`.
 */
export async function listConnections(
  lookup: Lookup,
): Promise<{ name: string; integration?: unknown }[] | undefined> {
  const path = connectionsFile(lookup)
  const isNamed = Boolean(lookup.file ?? lookup.env.SOAR_CONNECTIONS)
  if (!isNamed && !existsSync(path)) return undefined
  const { data } = await readPrivate(path)
  const names = Object.keys(data).filter((name) => name !== REFERENCE)
  return names.map((name) => {
    const { integration } = findConnection(name, data, path)
    return integration === undefined ? { name } : { name, integration }
  })
}

function findConnection(name: string, data: Bag, path: string): Bag {
  const names = Object.keys(data).filter((key) => key !== REFERENCE)
  const found = names.includes(name) ? data[name] : undefined
  if (isBag(found)) return found
  if (found !== undefined) {
    throw refuse([problem('connection', `The connection "${name}" in ${path} must be a map of values.`)])
  }
  const meant = nearest(name, names)
  const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`
  const known = names.length > 0 ? `It has: ${names.join(', ')}.` : 'It has none.'
  const detail = `There is no connection "${name.slice(0, 80)}" in ${path}.${hint} ${known}`
  throw refuse([problem('connection', detail)])
}

/** The content of a connections file, and the places of its values. */
interface ConnectionsFile {
  data: Bag
  yaml: YamlFile
}

/** Checks the permissions of the opened file before reading it. Windows has no such permissions. */
async function readPrivate(path: string): Promise<ConnectionsFile> {
  const options = { flags: constants.O_RDONLY, rights: 'as they are' } as const
  const opened = await openPrivate(path, options).catch((cause: NodeJS.ErrnoException) => {
    const why = cause.code === 'ENOENT' ? 'does not exist' : `cannot be read (${cause.code})`
    const detail = `The connections file ${path} ${why}. Name one with --connections or SOAR_CONNECTIONS.`
    throw refuse([problem('connections', detail)], cause)
  })
  if ('fault' in opened) {
    const detail = `Cannot use the connections file ${path}: ${english(opened.fault)}. Use a file of your own in a folder that only you can change.`
    throw refuse([problem('connections', detail)])
  }
  const file = opened.handle
  try {
    const { mode } = await file.stat()
    if (platform() !== 'win32' && (mode & 0o077) !== 0) {
      const rights = (mode & 0o777).toString(8)
      const detail = `The connections file ${path} can be read or changed by other users (mode ${rights}). Run: chmod 600 ${path}`
      throw refuse([problem('connections', detail)])
    }
    const decoded = decode(await file.readFile())
    if ('text' in decoded) return await parse(path, decoded.text)
    throw refuse([
      problem('connections', `Cannot read the connections file ${path}: ${english(decoded.fault)}`),
    ])
  } finally {
    await file.close()
  }
}

/** Returns the remedy for a syntax error, by the parser's code. */
function remedyFor(code = ''): string {
  switch (code) {
    case 'TAB_AS_INDENT':
      return 'The line is indented with a tab, and YAML allows only spaces there. Replace the tab with spaces.'
    case 'DUPLICATE_KEY':
      return 'The name on this line is used twice in the same map. Remove or rename one of the two.'
    case 'BAD_INDENT':
      return 'The line is not indented like the lines above it. Align it with them.'
    case 'MISSING_CHAR':
      return 'A quote is opened and not closed. Close it, or put the value in the other kind of quotes.'
    default:
      return 'Put a value with special characters, such as one that begins with * & ! % or @, in quotes.'
  }
}

/** Parses all values as the text that was written. Parser messages are not repeated: they may quote a secret. */
async function parse(path: string, text: string): Promise<ConnectionsFile> {
  const { readYaml } = await import('../yaml/yaml.ts')
  try {
    const yaml = readYaml(path, text, { textOnly: true })
    const { data, findings } = yaml
    if (findings.length > 0) {
      const problems = findings.map(({ line, column, message, code }) => {
        const at = `${path}:${line}:${column}`
        const fault = message.startsWith('YAML:') ? `This is not YAML. ${remedyFor(code)}` : message
        return problem(at, `${at} ${fault}`)
      })
      throw refuse(problems)
    }
    if (isBag(data)) return { data, yaml }
  } catch (thrown) {
    if (thrown instanceof ActionError) throw thrown
    throw refuse([problem('connections', `The connections file ${path} is not YAML. ${remedyFor()}`)])
  }
  throw refuse([problem('connections', `The connections file ${path} must be a map of connections by name.`)])
}

/**
 * Returns a connection as a source. It is complete: omitted fields are not taken from the environment, which may hold the
 * fields of another tenant.
 */
export const connectionSource = ({ config }: Connection): ConfigSource => ({ values: config, final: 'all' })
