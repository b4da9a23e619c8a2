/** Fingerprints of requests and inputs, and the scope of idempotency keys. */
import { hash } from 'node:crypto'
import type { Json } from '../../../contract/json.ts'
import type { LoadedAction } from '../../../integration/action.ts'
import type { IntegrationSpec } from '../../../integration/integration.ts'
import { toPlain } from '../../../safety/plain-data.ts'
import { type Bag, nameFinder, type ParameterSpecs } from '../../../schema/parameters.ts'
import { keyOf } from '../../../table/plan.ts'
import type { Order } from '../order.ts'

/** Hashes plain data, independent of the order of fields. */
export const hashOf = (value: unknown): string =>
  hash('sha256', JSON.stringify(ordered(toPlain(value, sameText, tooDeep))), 'hex')

const sameText = (text: string): string => text
const tooDeep = (): Json => '…'

/** Sorts the fields of objects at every level. Entries, because assigning `__proto__` would not create a field. */
function ordered(value: Json): Json {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(ordered)
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, inner]): Json => [name, ordered(inner)])
}

/** Returns the place of an idempotency key: the same key of another caller or action is another key. */
export const keyScope = (subject: string, { integration, action }: Order, key: string): string =>
  hashOf([subject, integration, action, key])

/**
 * Returns the fingerprint of an order: all that the caller wrote, except secrets, because a short one could be guessed from
 * its hash.
 */
export function fingerprintOf(order: Order, action: LoadedAction, spec: IntegrationSpec): string {
  const { parameters = {}, templates = {}, config = {}, found: _, trace_id: _trace, ...rest } = order
  const { manifest } = action
  return hashOf([
    rest,
    withoutSecrets(manifest.parameters, parameters),
    templates,
    withoutSecrets(spec.config, config),
  ])
}

/** Returns the fingerprint of what a write does: of its inputs without secrets, hashed as a table run hashes its rows. */
export const inputsFingerprint = (integration: string, action: LoadedAction, inputs: Bag): string =>
  rowFingerprint(integration, action.id, keyOf(inputs, { action }))

/** Returns the same fingerprint from the hash in the ledger of a table run. */
export const rowFingerprint = (integration: string, action: string, rowKey: string): string =>
  `${integration}/${action}:${rowKey}`

/** Returns the values that are not declared secret, under the names they were given by. */
export function withoutSecrets(specs: ParameterSpecs, given: Bag): Bag {
  const find = nameFinder(specs)
  const open = Object.entries(given).filter(([written]) => !specs[find(written) ?? '']?.secret)
  return Object.fromEntries(open)
}
