/** Limits the requests for SIEM files: Mimecast allows 50 in 15 minutes for all types (docs/vendor/mimecast-logs.md#siem-events). */
import { isRecord, isTime } from '../../runtime/sdk/index.ts'

const MOST = 50
const WINDOW = 15 * 60_000

/** The requests of the last 15 minutes. */
export interface CallTimes {
  /** Whether one more request for the type is allowed. Each type has an equal share. */
  isFree(type: string): boolean
  count(type: string): void
  /** Times by type, for the state. */
  write(): Record<string, number[]>
}

/** Reads the times of requests from the state of the last run. */
export function callTimes(state: unknown, types: readonly string[]): CallTimes {
  const fields = isRecord(state) && isRecord(state.calls) ? state.calls : {}
  const share = Math.max(1, Math.floor(MOST / types.length))
  const times = new Map(types.map((type) => [type, listOf(fields[type])]))
  const recent = (type: string): number[] =>
    (times.get(type) ?? []).filter((time) => Date.now() - time < WINDOW)
  return {
    isFree: (type) => recent(type).length < share,
    count: (type) => {
      times.set(type, [...recent(type), Date.now()])
    },
    write: () => Object.fromEntries(types.map((type) => [type, recent(type)])),
  }
}

const listOf = (value: unknown): number[] => (Array.isArray(value) ? value.filter(isTime) : [])
