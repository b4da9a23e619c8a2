/** The parts of a request that the options of a command give. */
import { refuse } from '../../../contract/refuse.ts'
import { jsonFault } from '../../../safety/json-fault.ts'
import type { Call } from '../line/command.ts'
import { chosenConnection, readTimeout } from '../line/read-options.ts'

type Fields = Record<string, unknown>

/** The parts of a request that arguments can give. They take precedence over standard input. */
export interface RequestParts {
  action: string | undefined
  parameters: Fields
  templates: Record<string, string>
  /** File with the context; relative to the working folder. */
  contextFile: string | undefined
  locale: string | undefined
  dryRun: boolean
  /** Milliseconds. */
  timeout: number | undefined
  /** A connection, and its file if that is not the default one. */
  connection: { name: string; file: string | undefined } | undefined
}

/**
 * Reads the parts. The connection is the one that --connection names, unless it is given.
 *
 * @throws ActionError REQUEST_INVALID for options that cannot be used
 */
export function requestParts(
  { args, options }: Call,
  { connection }: Pick<RequestParts, 'connection'> = { connection: chosenConnection(options) },
): RequestParts {
  return {
    action: args[0],
    parameters: readPairs(options.all('param'), 'param'),
    templates: readPairs(options.all('template'), 'template') as Record<string, string>,
    contextFile: options.text('context'),
    locale: options.text('locale'),
    dryRun: options.has('dry-run'),
    timeout: readTimeout(options),
    connection,
  }
}

/** NAME=VALUE pairs by name; a name given twice has a list. */
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
  // The given text is not repeated in the message: it may be a secret.
  if (at < 1) throw refuse(`--${option} needs NAME=VALUE, such as --${option} subject=hello.`)
  const typed = option === 'param' && word[at - 1] === ':'
  const name = word.slice(0, typed ? at - 1 : at).trim()
  const text = word.slice(at + 1)
  if (!typed) return { name, value: text }
  try {
    return { name, value: JSON.parse(text) }
  } catch (cause) {
    throw refuse(
      `--param ${name}:= must be JSON: ${jsonFault(text, cause)} For plain text write --param ${name}=…`,
    )
  }
}
