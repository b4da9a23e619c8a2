/** Puts one request together: standard input, arguments, context file, connection. Arguments win over standard input. */
import { ActionError, type RawProblem } from '../../../contract/errors.ts'
import type { Environment } from '../../../integration/config/config.ts'
import type { Integration } from '../../../integration/integration.ts'
import { jsonFault } from '../../../safety/json-fault.ts'
import { nameFinder, type ParameterSpecs } from '../../../schema/parameters.ts'
import type { Call, Options } from '../line/command.ts'
import { readContextFile } from '../line/context.ts'
import { readDuration } from '../line/duration.ts'

type Fields = Record<string, unknown>

/** A request with the world it runs in. */
export interface Composed {
  request: Fields
  env: Environment
  /** Names that templates see beside `params`, `context` and `run`: reference values of the connection. */
  names: Fields
}

const isObject = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

const refuse = (reason: string, problems: RawProblem[] = []): ActionError =>
  new ActionError('REQUEST_INVALID', { reason }, { problems, unsent: true })

/**
 * Merges what was given. `input` is what came on standard input, parsed and not yet checked; what is not an object is
 * passed on for the check to complain about.
 *
 * @throws ActionError REQUEST_INVALID for arguments that cannot be used, CONFIG_INVALID for the connection
 */
export async function composeRequest(
  call: Call,
  integration: Integration,
  input: unknown,
): Promise<Composed> {
  const { args, options, io } = call
  if (input !== undefined && !isObject(input)) return { request: input as Fields, env: io.env, names: {} }
  const request: Fields = { ...input }
  nameAction(request, args[0])
  await refuseSecrets(options, integration, request.action)
  merge(request, 'parameters', readPairs(options.all('param'), 'param'))
  merge(request, 'templates', readPairs(options.all('template'), 'template'))
  const file = options.text('context')
  if (file !== undefined) merge(request, 'context', await readContextFile(file, io.cwd))
  const locale = options.text('locale')
  if (locale !== undefined) request.locale = locale
  if (options.has('dry-run')) request.dry_run = true
  const timeout = options.text('timeout')
  if (timeout !== undefined) request.timeout_ms = readDuration('timeout', timeout)
  const connection = options.text('connection')
  if (connection === undefined) return { request, env: io.env, names: {} }
  const { connect } = await import('../../../integration/config/connections.ts')
  return connect(request, connection, integration, {
    file: options.text('connections'),
    env: io.env,
    cwd: io.cwd,
  })
}

function nameAction(request: Fields, action: string | undefined): void {
  if (action === undefined) return
  if (request.action !== undefined && request.action !== action) {
    throw refuse(
      `two actions were named, "${action.slice(0, 80)}" as an argument and ${JSON.stringify(request.action)?.slice(0, 80)} in the request. Name one.`,
    )
  }
  request.action = action
}

/** Adds to an object of the request; a field of another kind is left for the check to complain about. */
function merge(request: Fields, field: string, more: Fields): void {
  if (Object.keys(more).length === 0) return
  const present = request[field] ?? {}
  if (isObject(present)) request[field] = { ...present, ...more }
}

function readPairs(words: readonly string[], option: 'param' | 'template'): Fields {
  const found = new Map<string, unknown>()
  for (const word of words) {
    const { name, value } = readPair(word, option)
    const before = found.get(name)
    found.set(name, found.has(name) ? [...(Array.isArray(before) ? before : [before]), value] : value)
  }
  return Object.fromEntries(found)
}

function readPair(word: string, option: 'param' | 'template'): { name: string; value: unknown } {
  const at = word.indexOf('=')
  // What was written instead is not repeated: it may be a secret.
  if (at < 1) throw refuse(`--${option} needs NAME=VALUE, such as --${option} subject=hello.`)
  const typed = option === 'param' && word[at - 1] === ':'
  const name = word.slice(0, typed ? at - 1 : at).trim()
  const text = word.slice(at + 1)
  if (!typed) return { name, value: text }
  try {
    return { name, value: JSON.parse(text) }
  } catch (cause) {
    throw refuse(
      `--param ${name}:= takes JSON: ${jsonFault(text, cause)} For plain text write --param ${name}=…`,
    )
  }
}

/** Arguments stand in the list of processes and in the shell's history: no place for a secret. */
async function refuseSecrets(options: Options, integration: Integration, action: unknown): Promise<void> {
  const written = [...options.all('param'), ...options.all('template')].map((word) =>
    word
      .slice(0, Math.max(0, word.indexOf('=')))
      .replace(/:$/, '')
      .trim(),
  )
  if (written.length === 0) return
  const loaded =
    typeof action === 'string' ? await integration.action(action).catch(() => undefined) : undefined
  const parameters: ParameterSpecs = loaded?.manifest.parameters ?? {}
  const { config } = integration.spec
  const problems: RawProblem[] = []
  for (const name of written) {
    const parameter = nameFinder(parameters)(name)
    const spec = parameter === undefined ? undefined : parameters[parameter]
    const field = parameter === undefined ? nameFinder(config)(name) : undefined
    if (spec?.secret) {
      problems.push(wrong(name, `"${spec.label}" is secret: send it in "parameters" on standard input.`))
    } else if (field !== undefined) {
      const { label, env } = config[field] ?? { label: field }
      const places = [
        env && `in the environment as ${env}`,
        'in a connection (--connection)',
        `in "config" on standard input`,
      ]
      problems.push(
        wrong(
          name,
          `"${label}" is configuration, not a parameter: give it ${places.filter(Boolean).join(', ')}.`,
        ),
      )
    }
  }
  if (problems.length === 0) return
  const details = problems.map((problem) => problem.values.detail).join(' ')
  throw refuse(
    `${details} Arguments can be read by every user of this machine and stay in the shell's history; what was secret there should be replaced.`,
    problems,
  )
}

const wrong = (where: string, detail: string): RawProblem => ({ where, rule: 'request', values: { detail } })
