/** Determines the environment of an alert (docs/platforms/secops-connector.md#environment). */
import { ActionError, phrase, regexGrowth, type Word } from '../../runtime/sdk/index.ts'
import { flatten } from './flatten.ts'
import type { TrackedMail } from './mail.ts'
import { fromPythonRegex } from './python-regex.ts'

/** Returns the environment of a message. */
export type EnvironmentOf = (mail: TrackedMail) => string

/**
 * Reads the rule once. The field is a field of the flattened message; the first match of the pattern is the environment, or
 * the whole text if nothing matches.
 *
 * @throws ActionError PARAMETER_INVALID for a pattern that cannot have the same meaning here as in Python
 */
export function environmentRule(field: string | undefined, pattern: string, standard: string): EnvironmentOf {
  if (!field) return () => standard
  const regex = pattern === '.*' ? undefined : readPattern(pattern)
  return (mail) => {
    const flat = flatten(mail)
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

function readPattern(pattern: string): Pattern {
  const read = fromPythonRegex(pattern)
  if ('fault' in read) throw invalid(pattern, read.fault)
  const growth = regexGrowth(read.regex.source, read.regex.flags)
  const longest = growth <= 1 ? Number.POSITIVE_INFINITY : Math.floor(STEPS ** (1 / growth))
  if (longest < SHORTEST)
    throw invalid(
      pattern,
      phrase('can take very long on long texts; leave out repetitions inside of repetitions'),
    )
  return { exec: (text) => read.regex.exec(text), longest }
}

/** Minimum number of characters that a pattern must be able to process. */
const SHORTEST = 1000

function invalid(pattern: string, detail: Word): ActionError {
  const values = {
    name: 'Environment Regex Pattern',
    detail,
    received: JSON.stringify(pattern.slice(0, 80)),
  }
  const problems = [{ where: 'environment_regex_pattern', rule: 'other', values }]
  return new ActionError('PARAMETER_INVALID', {}, { problems, unsent: true })
}
