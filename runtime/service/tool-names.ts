/** Names actions as tools, short enough for every client. */
import { createHash } from 'node:crypto'
import { actionName } from '../integration/prompts.ts'
import type { Named } from '../integration/several/ids.ts'

/**
 * Maximum length of a tool name in characters. Clients put `mcp__<key>__` before it and allow 64 in all: this leaves 19 for
 * the key, such as `customer-production`.
 */
export const LONGEST_NAME = 38

/** Length of the code that tells names apart that are the same when they are short. */
const CODE = 8

/** The names of an action: the one that clients list, and the full one, which calls and `--allow` also accept. */
export interface ToolNames {
  name: string
  full: string
}

/**
 * Returns the tool names of all actions: `<integration>_<action>` with underscores. Two actions whose names would be the
 * same, such as `a.b-c` and `a-b.c`, have two underscores after the integration. A name that is too long loses whole words:
 * the ones before its last word, from the back. Names that would be the same then end with a code instead.
 */
export function toolNames(all: readonly Named[]): (name: string, id: string) => ToolNames {
  const plain = (name: string, id: string): string => actionName(`${name}_${id}`)
  const actions = all.flatMap(({ name, ids }) => ids.map((id) => ({ name, id })))
  const isTaken = twice(actions.map(({ name, id }) => plain(name, id)))
  const fullName = (name: string, id: string): string =>
    isTaken(plain(name, id)) ? `${actionName(name)}__${actionName(id)}` : plain(name, id)
  const isAmbiguous = twice(actions.map(({ name, id }) => shortened(name, fullName(name, id))))
  return (name, id) => {
    const full = fullName(name, id)
    const short = shortened(name, full)
    return { full, name: short !== full && isAmbiguous(short) ? coded(full) : short }
  }
}

/** Returns whether a name occurs more than once. */
function twice(names: readonly string[]): (name: string) => boolean {
  const count = new Map<string, number>()
  for (const name of names) count.set(name, (count.get(name) ?? 0) + 1)
  return (name) => (count.get(name) ?? 0) > 1
}

/** Leaves out the word before the last one until the name is short enough; the verb and the last word stay. */
function shortened(integration: string, full: string): string {
  if (full.length <= LONGEST_NAME) return full
  const start = actionName(integration)
  const [verb = '', ...words] = full.slice(start.length + 1).split('_')
  const last = words.pop()
  const written = (): string => [start, verb, ...words, ...(last === undefined ? [] : [last])].join('_')
  while (words.length > 0 && written().length > LONGEST_NAME) words.pop()
  return written().length <= LONGEST_NAME ? written() : coded(full)
}

/** The first words that fit, and a code of the whole name. */
function coded(full: string): string {
  const code = createHash('sha256').update(full).digest('hex').slice(0, CODE)
  const room = full.slice(0, LONGEST_NAME - CODE)
  const end = room.lastIndexOf('_')
  return `${end > 0 ? room.slice(0, end) : room.slice(0, -1)}_${code}`
}
