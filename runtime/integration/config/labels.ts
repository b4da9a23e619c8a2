/** Reads what a connection says about itself: its kind and its label. */
import type { RawProblem } from '../../contract/errors.ts'
import { visibleLine } from '../../safety/control-characters.ts'
import type { Bag } from '../../schema/parameters.ts'
import { connectionProblem } from './connection-values.ts'

/** What a connection says about itself, for people. */
export interface ConnectionFacts {
  kind?: 'production' | 'test'
  /** Display name. */
  label?: string
}

/** Longest label, in characters. */
const LABEL_LENGTH = 80

/** Reads `kind` and `label`; what is wrong with them is added to the problems. */
export function factsOf(connection: string, { kind, label }: Bag, problems: RawProblem[]): ConnectionFacts {
  const facts: ConnectionFacts = {}
  if (kind === 'production' || kind === 'test') facts.kind = kind
  else if (kind !== undefined) {
    const detail = `"kind" of the connection "${connection}" is production or test, not "${shortly(kind)}".`
    problems.push(connectionProblem('kind', detail))
  }
  if (label === undefined) return facts
  const text = typeof label === 'string' ? label.trim() : ''
  if (text === '' || text.length > LABEL_LENGTH || visibleLine(text) !== text) {
    const detail = `"label" of the connection "${connection}" is a text of at most ${LABEL_LENGTH} characters on one line.`
    problems.push(connectionProblem('label', detail))
  } else facts.label = text
  return facts
}

const shortly = (value: unknown): string =>
  (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 40)
