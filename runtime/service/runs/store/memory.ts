/** A store in memory: the history ends with the process. */
import type { Row } from '../../../contract/json.ts'
import type { Result } from '../../../contract/result.ts'
import { isUnsettled, type RunRecord } from '../run.ts'
import { pageOf } from './filter.ts'
import type { RunStore, StoredRun } from './store.ts'

interface Entry extends StoredRun {
  rows?: readonly Row[]
}

/** Maximum number of ended runs; the oldest ones are dropped, unsettled ones are kept. */
const MOST = 10_000

/** Creates an empty store. */
export function createMemoryStore(most = MOST): RunStore {
  const runs = new Map<string, Entry>()
  const keys = new Map<string, { run: string; fingerprint: string }>()
  const drop = (id: string): void => {
    const { key } = runs.get(id) ?? {}
    if (key) keys.delete(key.scope)
    runs.delete(id)
  }
  const dropOldest = (): void => {
    for (const [id, { record }] of runs) {
      if (runs.size <= most) return
      if (record.phase === 'ended' && !isUnsettled(record)) drop(id)
    }
  }
  const change = (id: string, changed: Partial<RunRecord>): void => {
    const entry = runs.get(id)
    if (entry) entry.record = { ...entry.record, ...changed }
  }
  const newestFirst = (): Entry[] =>
    [...runs.values()].sort(({ record: a }, { record: b }) => (a.id < b.id ? 1 : -1))
  return {
    broken: undefined,
    create: async (run) => {
      runs.set(run.record.id, { ...run })
      if (run.key) keys.set(run.key.scope, { run: run.record.id, fingerprint: run.key.fingerprint })
      dropOldest()
    },
    sent: async (id) => change(id, { phase: 'sent' }),
    end: async ({ record, rows, text, twins = [] }) => {
      const entry = runs.get(record.id)
      if (!entry) return
      const all = [...entry.twins, ...twins]
      runs.set(record.id, { ...entry, record, text, twins: all, ...(rows && { rows }) })
    },
    settle: async ({ id, settlement, table, undone }) =>
      change(id, { settlement, ...(table && { table }), ...(undone && { undone }) }),
    get: async (id) => runs.get(id)?.record,
    byKey: async (scope) => keys.get(scope),
    twin: async (connection, fingerprints) => {
      const twin = newestFirst().find(
        ({ record, twins }) =>
          isUnsettled(record) &&
          record.connection === connection &&
          twins.some((one) => fingerprints.includes(one)),
      )
      return twin?.record.id
    },
    list: async (filter) => pageOf(newestFirst(), filter),
    unsettled: async (connections) =>
      [...runs.values()].filter(
        ({ record }) => isUnsettled(record) && (connections?.includes(record.connection) ?? true),
      ).length,
    rows: async (id, offset, limit) => runs.get(id)?.rows?.slice(offset, offset + limit) ?? [],
    unfinished: async () =>
      [...runs.values()].map(({ record }) => record).filter(({ phase }) => phase !== 'ended'),
    expire: async ({ runs: before = '', keys: keysBefore = '', results = '' }) => {
      for (const [id, { record, key }] of runs) {
        if (record.phase !== 'ended' || isUnsettled(record)) continue
        if (key && record.started_at < keysBefore) keys.delete(key.scope)
        if (record.started_at < before) drop(id)
        else if (record.started_at < results && record.result && !record.result_withheld)
          runs.set(id, withoutResult(id))
      }
    },
    close: async () => {},
  }

  function withoutResult(id: string): Entry {
    const { rows: _, ...entry } = runs.get(id) as Entry
    const { result, rows_cut: _cut, ...record } = entry.record
    const { undo: _undo, ...kept } = result ?? {}
    const bare = result && { result: { ...kept, json_result: null, files: [] } as Result }
    return { ...entry, record: { ...record, ...bare, result_withheld: true } }
  }
}
