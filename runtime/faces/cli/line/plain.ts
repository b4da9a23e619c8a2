/**
 * The parser of plain command lines.
 *
 * `soar run` starts once per action, and loading commander would be a large part of that time. So this parser reads plain
 * command lines from the same tables and leaves everything else (help, errors, unusual spellings) to commander. Both must
 * agree: test/faces/cli/parse.test.ts compares them.
 */
import { type Command, commonOptions, type Options, toOptions } from './command.ts'

/** A parsed command line. */
export interface Parsed {
  args: string[]
  options: Options
}

/** Parses a plain command line; undefined if any part of it is not plain. */
export function parsePlain(command: Command, words: readonly string[]): Parsed | undefined {
  const specs = [...command.options, ...commonOptions]
  const given = new Map<string, string[]>()
  const args: string[] = []
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? ''
    if (!word.startsWith('-')) {
      args.push(word)
      continue
    }
    const [, name, inline] = /^--([a-z][a-z-]*)(?:=(.*))?$/s.exec(word) ?? []
    const spec = specs.find((option) => option.name === name)
    if (spec === undefined) return undefined
    const values = given.get(spec.name) ?? []
    given.set(spec.name, values)
    if (spec.value === undefined) {
      if (inline !== undefined) return undefined
      continue
    }
    const value = inline ?? words[++at]
    if (value === undefined || (inline === undefined && value.startsWith('-'))) return undefined
    values.push(value)
  }
  const most = command.arguments.at(-1)?.many ? Number.POSITIVE_INFINITY : command.arguments.length
  const least = command.arguments.filter((argument) => argument.required).length
  return args.length > most || args.length < least ? undefined : { args, options: toOptions(given) }
}
