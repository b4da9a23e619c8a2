/**
 * Named connections: the configuration of several tenants in one file.
 *
 * ```yaml
 * reference_values: { region: eu }        # names for templates, shared by all connections
 * acme:
 *   integration: mimecast                 # optional; refused where another integration is run
 *   API Root: https://{{ region }}-api.example.com
 *   client_id: ${ACME_CLIENT_ID}          # an environment variable; $${X} is the text ${X}
 *   reference_values: { hostname: mail.acme.example }   # these win over the shared ones
 * ```
 */
import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { homedir, platform } from 'node:os'
import { join, resolve } from 'node:path'
import type { Environment } from './config.ts'
import { ActionError, type RawProblem } from './errors.ts'
import type { Integration } from './integration.ts'
import { isTemplate } from './manifest.ts'
import { writeTemplateError } from './messages.ts'
import { nearest } from './nearest.ts'
import { nameFinder } from './params.ts'
import { isTemplateError } from './template.ts'

type Fields = Record<string, unknown>

/** What a connection is good for. */
export interface Connection {
  /** Configuration by the integration's own names. */
  config: Fields
  /** Names for templates. */
  reference_values: Fields
}

/** Where to look. */
export interface Lookup {
  /** File that was asked for; else SOAR_CONNECTIONS, else `soar/connections.yaml` in the user's configuration folder. */
  file?: string | undefined
  env: Environment
  /** Folder that a relative file name starts from. */
  cwd: string
}

const NOT_A_CONNECTION = 'reference_values'

const isObject = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

const problem = (where: string, detail: string): RawProblem => ({
  where,
  rule: 'connection',
  values: { detail },
})

const refuse = (problems: RawProblem[], cause?: unknown): ActionError =>
  new ActionError('CONFIG_INVALID', {}, { problems, unsent: true, cause })

/** The file that is read when nothing else is said. */
export function connectionsFile({ file, env, cwd }: Lookup): string {
  const named = file ?? env.SOAR_CONNECTIONS
  if (named) return resolve(cwd, named)
  return join(env.XDG_CONFIG_HOME || join(env.HOME || homedir(), '.config'), 'soar', 'connections.yaml')
}

/**
 * Reads one connection.
 *
 * @throws ActionError CONFIG_INVALID: no such file, readable by others, broken, no such connection, a name that the
 *   integration does not know, a variable or reference value that does not exist. All problems of a connection at once.
 */
export async function readConnection(
  name: string,
  integration: Integration,
  lookup: Lookup,
): Promise<Connection> {
  const path = connectionsFile(lookup)
  const data = await readPrivate(path)
  const names = Object.keys(data).filter((key) => key !== NOT_A_CONNECTION)
  const fields = names.includes(name) ? data[name] : undefined
  if (!isObject(fields)) {
    if (fields !== undefined)
      throw refuse([problem(name, `The connection "${name}" in ${path} must be a map of values.`)])
    const meant = nearest(name, names)
    const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`
    const known = names.length > 0 ? `It has: ${names.join(', ')}.` : 'It has none.'
    throw refuse([
      problem('connection', `There is no connection "${name.slice(0, 80)}" in ${path}.${hint} ${known}`),
    ])
  }
  const problems: RawProblem[] = []
  const { integration: wanted, reference_values: own = {}, ...rest } = fields
  const { id } = integration.spec
  if (wanted !== undefined && wanted !== id) {
    problems.push(
      problem(
        'integration',
        `The connection "${name}" is for the integration "${String(wanted)}", not for "${id}".`,
      ),
    )
  }
  const shared = data.reference_values ?? {}
  const reference: Fields = {}
  for (const values of [shared, own]) {
    if (isObject(values)) Object.assign(reference, resolveVariables(values, lookup.env, name, problems))
    else
      problems.push(
        problem('reference_values', `"reference_values" in ${path} must be a map of names and values.`),
      )
  }
  const config = await readFields(rest, reference, name, integration, lookup.env, problems)
  if (problems.length > 0) throw refuse(problems)
  return { config, reference_values: reference }
}

/**
 * Opens the file and looks at its rights before reading it. On Windows there are no such rights to look at.
 */
async function readPrivate(path: string): Promise<Fields> {
  const file = await open(path, constants.O_RDONLY).catch((cause: NodeJS.ErrnoException) => {
    const why = cause.code === 'ENOENT' ? 'does not exist' : `cannot be read (${cause.code})`
    const remedy = 'Name one with --connections or SOAR_CONNECTIONS.'
    throw refuse([problem('connections', `The connections file ${path} ${why}. ${remedy}`)], cause)
  })
  try {
    const { mode } = await file.stat()
    if (platform() !== 'win32' && (mode & 0o077) !== 0) {
      const rights = (mode & 0o777).toString(8)
      const detail = `The connections file ${path} can be read or changed by other users (mode ${rights}). Run: chmod 600 ${path}`
      throw refuse([problem('connections', detail)])
    }
    return await parse(path, await file.readFile('utf8'))
  } finally {
    await file.close()
  }
}

async function parse(path: string, text: string): Promise<Fields> {
  const { readYaml } = await import('./yaml.ts')
  const { data, findings } = readYaml(path, text)
  if (findings.length > 0) {
    throw refuse(
      findings.map(({ line, column, message }) =>
        problem(`${path}:${line}:${column}`, `${path}:${line}:${column} ${message}`),
      ),
    )
  }
  if (isObject(data)) return data
  throw refuse([problem('connections', `The connections file ${path} must be a map of connections by name.`)])
}

/** Values under the integration's own names, with variables and reference values put in. */
async function readFields(
  fields: Fields,
  reference: Fields,
  connection: string,
  integration: Integration,
  env: Environment,
  problems: RawProblem[],
): Promise<Fields> {
  const specs = integration.spec.config
  const find = nameFinder(specs)
  const labels = Object.values(specs).map((spec) => spec.label)
  const config: Fields = {}
  for (const [written, value] of Object.entries(fields)) {
    const name = find(written)
    if (name === undefined) {
      const meant = nearest(written, [...labels, ...Object.keys(specs)])
      const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`
      problems.push(
        problem(
          written,
          `The connection "${connection}" has "${written.slice(0, 80)}", which ${integration.spec.name} does not know.${hint}`,
        ),
      )
    } else if (Object.hasOwn(config, name)) {
      problems.push(
        problem(
          written,
          `The connection "${connection}" gives "${specs[name]?.label ?? name}" twice. Give it once.`,
        ),
      )
    } else {
      config[name] = await readValue(written, value, reference, connection, integration, env, problems)
    }
  }
  return config
}

const VARIABLE = /\$?\$\{([A-Za-z_]\w*)\}/g

/**
 * A variable's value is data, like a secret in it: templates are rendered around a placeholder, and what stands in the
 * variable is put in last and looked at no more.
 */
async function readValue(
  field: string,
  value: unknown,
  reference: Fields,
  connection: string,
  integration: Integration,
  env: Environment,
  problems: RawProblem[],
): Promise<unknown> {
  if (typeof value !== 'string') return value
  const parts: string[] = []
  const marked = value.replaceAll('\0', '').replace(VARIABLE, (whole, name: string) => {
    parts.push(whole.startsWith('$$') ? whole.slice(1) : variable(name, env, connection, field, problems))
    return `\0${parts.length - 1}\0`
  })
  let text = marked
  if (isTemplate(marked)) {
    try {
      text = (await integration.template(marked)).render(reference)
    } catch (error) {
      if (!isTemplateError(error)) throw error
      problems.push(
        problem(
          field,
          `"${field}" of the connection "${connection}" cannot be rendered: ${writeTemplateError(error)}`,
        ),
      )
      return undefined
    }
  }
  return text.replace(/\0(\d+)\0/g, (_, at: string) => parts[Number(at)] ?? '')
}

function variable(
  name: string,
  env: Environment,
  connection: string,
  field: string,
  problems: RawProblem[],
): string {
  const value = env[name]
  if (value !== undefined && value !== '') return value
  problems.push(
    problem(
      field,
      `"${field}" of the connection "${connection}" names the environment variable ${name}, which is not set.`,
    ),
  )
  return ''
}

function resolveVariables(
  values: Fields,
  env: Environment,
  connection: string,
  problems: RawProblem[],
): Fields {
  const entries = Object.entries(values).map(([name, value]): [string, unknown] => {
    if (typeof value !== 'string') return [name, value]
    const text = value.replace(VARIABLE, (whole, variableName: string) =>
      whole.startsWith('$$') ? whole.slice(1) : variable(variableName, env, connection, name, problems),
    )
    return [name, text]
  })
  return Object.fromEntries(entries)
}

/**
 * Puts a connection under a request. What the request's own `config` says wins. A connection stands for itself: fields
 * that it leaves out are not taken from the environment, where another tenant's may stand.
 */
export async function connect(
  request: Fields,
  name: string,
  integration: Integration,
  lookup: Lookup,
): Promise<{ request: Fields; env: Environment; names: Fields }> {
  const { config, reference_values } = await readConnection(name, integration, lookup)
  const find = nameFinder(integration.spec.config)
  const given = isObject(request.config) ? request.config : {}
  const own = new Set(Object.keys(given).map(find))
  const rest = Object.entries(config).filter(([field]) => !own.has(field))
  const hidden = new Set(Object.values(integration.spec.config).map((spec) => spec.env))
  const env = Object.fromEntries(Object.entries(lookup.env).filter(([variable]) => !hidden.has(variable)))
  const wrong = request.config !== undefined && request.config !== null && !isObject(request.config)
  return {
    request: wrong ? request : { ...request, config: { ...Object.fromEntries(rest), ...given } },
    env,
    names: reference_values,
  }
}
