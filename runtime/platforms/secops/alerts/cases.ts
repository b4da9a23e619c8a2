/** Converts the alerts of a run to cases, and withholds those beyond the limit. */
import { isRecord, type Json } from '../../../contract/json.ts'
import { isAlert } from '../../../sdk/connector/alert.ts'
import { caseOf } from './case.ts'
import type { EnvironmentOf } from './environment.ts'
import { isOverflow, type OverflowSettings, overflowOf, readCache } from './overflow.ts'

/** The platform's settings around a connector. */
export interface CaseSettings {
  environmentOf: EnvironmentOf
  /** The platform's id of the connector. */
  connector: string
  /** None in a test run: nothing is withheld then. */
  overflow: OverflowSettings | undefined
}

/** The lists of the package, and the state that the platform stores. */
export interface Cases {
  cases: unknown[]
  overflow: unknown[]
  state: Json | undefined
}

/**
 * Converts alerts, oldest first as they came. A connector whose alerts have a shape of their own writes the platform's form
 * itself: they, its `overflow` and its state are passed on unchanged.
 */
export function casesOf(
  { alerts, overflow }: { alerts?: unknown; overflow?: unknown },
  state: Json | undefined,
  { environmentOf, connector, overflow: settings }: CaseSettings,
): Cases {
  const list: unknown[] = Array.isArray(alerts) ? alerts : []
  if (list.length === 0 || !list.every(isAlert))
    return { cases: list, overflow: Array.isArray(overflow) ? overflow : [], state }
  const cache = readCache(isRecord(state) ? state.overflow_data : undefined)
  const now = Date.now()
  const converted = list.map((alert) => {
    const one = caseOf(alert, environmentOf(alert.source))
    return { one, over: isOverflow(one, settings, cache, now) }
  })
  return {
    cases: converted.filter(({ over }) => !over).map(({ one }) => one),
    overflow: converted.filter(({ over }) => over).map(({ one }) => overflowOf(one, connector, now)),
    state: withCache(state, cache),
  }
}

/** The cache is part of the state: the platform stores both together. */
function withCache(state: Json | undefined, cache: ReturnType<typeof readCache>): Json | undefined {
  if (!isRecord(state) || Object.keys(cache).length === 0) return state
  return { ...state, overflow_data: cache } as Json
}
