/** Parts of alerts that are made from rows of logs, of which every field may be missing. */
import { type Alert, type Entity, instant, type Severity } from '../../runtime/sdk/index.ts'
import { VENDOR } from '../vendor.ts'

/** Any row. */
export type Fields = Record<string, unknown>

/** A text of a row; empty when there is none. */
export const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''

/** A text in one line, for titles and descriptions. */
export const lineOf = (value: unknown): string => textOf(value).replaceAll(/\s+/g, ' ').trim()

/** Milliseconds of a time; undefined if it is missing or none. */
export function timeOf(value: unknown): number | undefined {
  const ms = typeof value === 'string' ? instant(value) : Number.NaN
  return Number.isFinite(ms) ? ms : undefined
}

/** A Message-ID without its angle brackets: logs have them with and without. */
export const messageIdOf = (value: unknown): string => textOf(value).replaceAll(/^<|>$/g, '')

/** One entity: its type, its part in the alert, and the value as the row has it. */
export type EntityPart = [type: Entity['type'], role: string | undefined, value: unknown]

/** The entities that have a value, each once. */
export function entitiesOf(...parts: EntityPart[]): Entity[] {
  const found = new Map<string, Entity>()
  for (const [type, role, value] of parts) {
    const text = lineOf(value)
    if (text !== '') found.set(`${type} ${role} ${text}`, { type, ...(role && { role }), value: text })
  }
  return [...found.values()]
}

const ORDER: readonly Severity[] = ['informational', 'low', 'medium', 'high', 'critical']

/** Whether a severity is at least another one. */
export const isAtLeast = (severity: Severity, lowest: Severity): boolean =>
  ORDER.indexOf(severity) >= ORDER.indexOf(lowest)

/** The highest severity. */
export const highest = (severities: readonly Severity[]): Severity =>
  severities.reduce(
    (one, other) => (ORDER.indexOf(other) > ORDER.indexOf(one) ? other : one),
    'informational',
  )

/** What differs between the alerts of the connectors; the rest is the same. */
export type AlertPart = Pick<
  Alert,
  'id' | 'title' | 'description' | 'severity' | 'time' | 'rule' | 'reason' | 'entities' | 'events'
> & { product: string; source: Fields; facts?: Record<string, string> }

/**
 * An alert of this vendor.
 *
 * @param productField the field of the row that has the product, if it has one
 */
export const alertWith = (
  productField: string,
  { product, source, facts = {}, ...rest }: AlertPart,
): Alert => ({
  ...rest,
  vendor: VENDOR,
  product: lineOf(source[productField]) || product,
  facts,
  files: [],
  source,
})
