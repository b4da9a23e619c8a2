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
const CODE = 4

/** The names of an action: the one that clients list, and the full one, which calls and `--allow` also accept. */
export interface ToolNames {
  name: string
  full: string
}

/**
 * Returns the tool names of all actions: `<integration>_<action>` with underscores. Two actions whose names would be the
 * same, such as `a.b-c` and `a-b.c`, have two underscores after the integration. In a name that is too long, the longest
 * words are cut.
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

/** Cuts one letter of the longest word after the integration, the last of several, until the name is short enough. */
function shortened(integration: string, full: string): string {
  if (full.length <= LONGEST_NAME) return full
  const start = actionName(integration)
  const words = full.slice(start.length).split('_')
  const size = (): number => words.reduce((sum, word) => sum + word.length + 1, start.length - 1)
  while (size() > LONGEST_NAME) {
    const longest = Math.max(...words.map(({ length }) => length))
    if (longest <= 1) return coded(full)
    const at = words.findLastIndex(({ length }) => length === longest)
    words[at] = (words[at] ?? '').slice(0, -1)
  }
  return start + words.join('_')
}

const coded = (full: string): string => {
  const code = createHash('sha256').update(full).digest('hex').slice(0, CODE)
  return `${full.slice(0, LONGEST_NAME - CODE - 1)}_${code}`
}
