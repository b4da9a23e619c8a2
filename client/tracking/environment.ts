/** Which environment an alert belongs to (docs/platforms/secops-connector.md#environment). */
import { ActionError } from '../../runtime/sdk/index.ts'
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
    const found = regex?.exec(text)
    return (found ? found[0] : text) || standard
  }
}

function readPattern(pattern: string): RegExp {
  const read = fromPythonRegex(pattern)
  if ('regex' in read) return read.regex
  const values = {
    name: 'Environment Regex Pattern',
    detail: read.fault,
    received: JSON.stringify(pattern.slice(0, 80)),
  }
  const problems = [{ where: 'environment_regex_pattern', rule: 'other', values }]
  throw new ActionError('PARAMETER_INVALID', {}, { problems, unsent: true })
}
