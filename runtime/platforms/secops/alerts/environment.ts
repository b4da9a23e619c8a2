/** Determines the environment of an alert (docs/platforms/secops-connector.md#environment). */
import type { RawProblem } from '../../../contract/errors.ts'
import { phrase, type Word } from '../../../contract/phrases.ts'
import { regexGrowth } from '../../../sdk/regex/growth.ts'
import { flatEvent } from './flat-event.ts'
import { fromPythonRegex } from './python-regex.ts'

/** Returns the environment of an alert, from the vendor's row it was made from. */
export type EnvironmentOf = (source: Record<string, unknown>) => string

/** The rule of a connector: its parameters. */
export interface EnvironmentRule {
  /** Field of the flattened row; none means that every alert has the standard environment. */
  field: string | undefined
  /** Python regular expression. */
  pattern: string
  standard: string
}

/**
 * Reads the rule once. The first match of the pattern in the field is the environment, or the whole text if nothing matches.
 * A pattern that cannot have the same meaning here as in Python is a problem.
 */
export function environmentRule({ field, pattern, standard }: EnvironmentRule): EnvironmentOf | RawProblem {
  if (!field) return () => standard
  const regex = pattern === '.*' ? undefined : readPattern(pattern)
  if (regex && 'rule' in regex) return regex
  return (source) => {
    const flat = flatEvent(source)
    const text = Object.hasOwn(flat, field) ? (flat[field] ?? '') : ''
    const found = regex?.exec(text.slice(0, regex.longest))
    return (found ? found[0] : text) || standard
  }
}

/** A pattern, and the number of characters of a text that it is applied to. */
interface Pattern {
  exec(text: string): RegExpExecArray | null
  longest: number
}

/**
 * Limits the steps of a pattern, because senders control the texts; a slow pattern is applied only to the beginning of a
 * text.
 */
const STEPS = 10_000_000

function readPattern(pattern: string): Pattern | RawProblem {
  const read = fromPythonRegex(pattern)
  if ('fault' in read) return invalid(pattern, read.fault)
  const growth = regexGrowth(read.regex.source, read.regex.flags)
  const longest = growth <= 1 ? Number.POSITIVE_INFINITY : Math.floor(STEPS ** (1 / growth))
  if (longest < SHORTEST)
    return invalid(
      pattern,
      phrase('can take very long on long texts; leave out repetitions inside of repetitions'),
    )
  return { exec: (text) => read.regex.exec(text), longest }
}

/** Minimum number of characters that a pattern must be able to process. */
const SHORTEST = 1000

function invalid(pattern: string, detail: Word): RawProblem {
  const values = {
    name: 'Environment Regex Pattern',
    detail,
    received: JSON.stringify(pattern.slice(0, 80)),
  }
  return { where: 'environment_regex_pattern', rule: 'other', values }
}
