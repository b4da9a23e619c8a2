/** Prepares a request for the history, without secrets. */
import { isRecord, type Json } from '../../../contract/json.ts'
import { toPlain } from '../../../safety/plain-data.ts'
import { nameFinder, type ParameterSpecs } from '../../../schema/parameters.ts'
import type { Order } from '../order.ts'
import type { RunRecord, StoredRequest } from '../run.ts'

/** What the history keeps of a request. */
export type Kept = Pick<RunRecord, 'request' | 'withheld'>

/**
 * Returns what can be stored of an order. A part that is a secret, or that contains one, is left out and named: a run of the
 * stored request must never send `***`.
 *
 * @param redact knows the secrets of the configuration and of the inputs
 * @param keepContext false leaves out the context
 */
export function storedRequest(
  order: Order,
  specs: ParameterSpecs,
  redact: (text: string) => string,
  keepContext: boolean,
): Kept {
  const withheld: string[] = []
  const find = nameFinder(specs)
  const keep = (name: string, value: unknown, isSecret = false): Json | undefined => {
    if (value === undefined) return undefined
    let changed = isSecret
    const plain = toPlain(
      value,
      (text) => {
        const shown = redact(text)
        changed ||= shown !== text
        return shown
      },
      () => {
        changed = true
        return null
      },
    )
    if (changed) withheld.push(name)
    return changed ? undefined : plain
  }
  const keepEach = (values: object): { [name: string]: Json } => {
    const entries = Object.entries(values).flatMap(([written, value]): [string, Json][] => {
      const name = find(written)
      const kept = keep(name ?? written.slice(0, 80), value, name !== undefined && specs[name]?.secret)
      return kept === undefined ? [] : [[written, kept]]
    })
    return Object.fromEntries(entries)
  }
  const { parameters = {}, templates = {}, context, state, locale, timeout_ms } = order
  const request: StoredRequest = {
    parameters: keepEach(parameters),
    templates: keepEach(templates) as Record<string, string>,
    ...(locale === undefined ? {} : { locale }),
    ...(timeout_ms === undefined ? {} : { timeout_ms }),
  }
  const isGiven = isRecord(context) && Object.keys(context).length > 0
  const shownContext = keep('context', isGiven ? context : undefined, !keepContext)
  if (shownContext !== undefined) request.context = shownContext
  const shownState = keep('state', state)
  if (shownState !== undefined) request.state = shownState
  if (order.config !== undefined) withheld.push('config')
  return { request, withheld: [...new Set(withheld)] }
}
