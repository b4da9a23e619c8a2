/** The filters of the history, as the address has them and as the API takes them. */
import type { RunFilter } from '../../api/api.ts'

/** The filters of which one is chosen. */
export const CHIPS = [
  'all',
  'write',
  'destructive',
  'succeeded',
  'failed',
  'partly',
  'unknown',
  'running',
] as const

/** One of these filters. */
export type Chip = (typeof CHIPS)[number]

/** Filters that links set and buttons remove. */
export const TAGS = ['action', 'actor', 'case_id', 'code'] as const

const OTHERS = ['connection', 'via', ...TAGS] as const

/** The chosen filter of an address. */
export const chipOf = (query: URLSearchParams): Chip =>
  CHIPS.find((one) => one === query.get('show')) ?? 'all'

/** What to ask the API for. */
export function filterOf(query: URLSearchParams): RunFilter {
  const chip = chipOf(query)
  const others = OTHERS.flatMap((name) => {
    const value = query.get(name)
    return value ? [[name, value] as const] : []
  })
  return { ...conditionOf(chip), ...Object.fromEntries(others) }
}

function conditionOf(chip: Chip): RunFilter {
  if (chip === 'all') return {}
  if (chip === 'write' || chip === 'destructive') return { effect: chip }
  return { status: chip === 'running' ? 'queued,running' : chip }
}
