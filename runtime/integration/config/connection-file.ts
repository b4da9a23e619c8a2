/** Finds, checks and parses the connections file. */
import { constants } from 'node:fs'
import { homedir, platform } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'
import { ActionError, type RawProblem } from '../../contract/errors.ts'
import { english } from '../../contract/phrases.ts'
import { decode } from '../../safety/encoding.ts'
import { openPrivate } from '../../safety/private-file.ts'
import type { Bag } from '../../schema/parameters.ts'
import type { YamlFile } from '../yaml/yaml.ts'
import { connectionProblem } from './connection-values.ts'
import type { Environment } from './sources.ts'

/** Where to look. */
export interface Lookup {
  /** Requested file; default SOAR_CONNECTIONS, then `soar/connections.yaml` in the user's configuration folder. */
  file?: string | undefined
  env: Environment
  /** Base folder of a relative file name. Only read for such a name. */
  readonly cwd: string
}

/** True for a map of names and values. */
export const isBag = (value: unknown): value is Bag =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** Creates the error for problems of connections. */
export const refused = (problems: RawProblem[], cause?: unknown): ActionError =>
  new ActionError('CONFIG_INVALID', {}, { problems, unsent: true, cause })

/** Returns the path of the connections file. */
export function connectionsFile(lookup: Lookup): string {
  const { file, env } = lookup
  const named = file ?? env.SOAR_CONNECTIONS
  if (named) return isAbsolute(named) ? named : resolve(lookup.cwd, named)
  return join(env.XDG_CONFIG_HOME || join(env.HOME || homedir(), '.config'), 'soar', 'connections.yaml')
}

/** The content of a connections file, and the places of its values. */
export interface ConnectionsFile {
  data: Bag
  yaml: YamlFile
}

/** Checks the permissions of the opened file before reading it. Windows has no such permissions. */
export async function readConnectionsFile(path: string): Promise<ConnectionsFile> {
  const options = { flags: constants.O_RDONLY, rights: 'as they are' } as const
  const opened = await openPrivate(path, options).catch((cause: NodeJS.ErrnoException) => {
    const why = cause.code === 'ENOENT' ? 'does not exist' : `cannot be read (${cause.code})`
    const detail = `The connections file ${path} ${why}. Name one with --connections or SOAR_CONNECTIONS.`
    throw refused([connectionProblem('connections', detail)], cause)
  })
  if ('fault' in opened) {
    const detail = `Cannot use the connections file ${path}: ${english(opened.fault)}. Use a file of your own in a folder that only you can change.`
    throw refused([connectionProblem('connections', detail)])
  }
  const file = opened.handle
  try {
    const { mode } = await file.stat()
    if (platform() !== 'win32' && (mode & 0o077) !== 0) {
      const rights = (mode & 0o777).toString(8)
      const detail = `The connections file ${path} can be read or changed by other users (mode ${rights}). Run: chmod 600 ${path}`
      throw refused([connectionProblem('connections', detail)])
    }
    const decoded = decode(await file.readFile())
    if ('text' in decoded) return await parse(path, decoded.text)
    throw refused([
      connectionProblem('connections', `Cannot read the connections file ${path}: ${english(decoded.fault)}`),
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
        return connectionProblem(at, `${at} ${fault}`)
      })
      throw refused(problems)
    }
    if (isBag(data)) return { data, yaml }
  } catch (thrown) {
    if (thrown instanceof ActionError) throw thrown
    throw refused([
      connectionProblem('connections', `The connections file ${path} is not YAML. ${remedyFor()}`),
    ])
  }
  throw refused([
    connectionProblem('connections', `The connections file ${path} must be a map of connections by name.`),
  ])
}
