/** Which environment an alert belongs to (docs/platforms/secops-connector.md#environment). */
import { ActionError, phrase, regexGrowth, type Word } from '../../runtime/sdk/index.ts'
import { flatten } from './flatten.ts'
import type { TrackedMail } from './mail.ts'
import { fromPythonRegex } from './python-regex.ts'

/** Answers the environment of a message. */
export type EnvironmentOf = (mail: TrackedMail) => string

/**
 * Reads the rule once. The field is one of the flattened message; its first match of the pattern is the environment,
 * without a match the whole text is.
 *
 * @throws ActionError PARAMETER_INVALID for a pattern that cannot mean here what it means in Python
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

/** A pattern, and the characters of a text that it is tried on. */
interface Pattern {
  exec(text: string): RegExpExecArray | null
  longest: number
}

/** Senders write the texts: a pattern may take so many steps, and a slow one gets the beginning of a text alone. */
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

/** Characters that a pattern must be able to look at. */
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
