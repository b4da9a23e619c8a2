/** Runs the connector once: oldest mail first, until mail, limit or time ends. */
import type { MessageTracking } from '../../actions/tracking/types.gen.ts'
import {
  ActionError,
  type Context,
  inOrder,
  phrase,
  startBudget,
  untilEnded,
} from '../../runtime/sdk/index.ts'
import { type Collected, type Fresh, openLedger } from './ledger.ts'
import type { Memory } from './memory.ts'
import { bareAlert, type Converted, type Deps, work } from './message.ts'
import { type Span, searchSpan } from './search.ts'

type Inputs = MessageTracking['inputs']

/** The result of a run. */
export interface Ingested {
  collected: Collected
  /** True when there is more to fetch at once. */
  more: boolean
  /** The oldest time that is not processed yet, ms. */
  open: number
}

/** Seconds; the manifest's own deadline of a run is later. */
const LONGEST = 3500

/** Minimum number of messages of one search that are listed before its span is halved. */
const LISTED = 500

/**
 * Fetches new messages of a time span and records the processed ones in `memory`.
 *
 * @throws ActionError when nothing could be done: a search failed, time ran out before anything was read, or no message
 *   could be read for a reason that concerns them all; in a test run the first failure of any kind
 */
export async function ingest(
  span: Span,
  memory: Memory,
  deps: Deps,
  { inputs, log, signal }: Pick<Context<Inputs>, 'inputs' | 'log' | 'signal'>,
): Promise<Ingested> {
  const { client, settings } = deps
  const bare = ({ mail, received }: Fresh, reason: string) => bareAlert(mail, received, reason, deps)
  const ledger = openLedger({ memory, inputs, log, bare })
  const budget = startBudget(Math.min(inputs.python_process_timeout, LONGEST), signal)
  const full = (): boolean => ledger.taken >= settings.limit
  const ends = (): boolean => budget.over() || full() || ledger.stopped !== undefined
  const room = (): number => (ends() ? 0 : Math.min(inputs.concurrency, settings.limit - ledger.taken))
  const read = async (fresh: Fresh): Promise<{ fresh: Fresh; converted: Converted }> => ({
    fresh,
    converted: await work(fresh.mail, fresh.received, deps),
  })
  const most = Math.max(LISTED, 2 * settings.limit)
  let listed = span.from
  try {
    const parts = searchSpan(client, settings, span, { most, concurrency: inputs.concurrency, log })
    for await (const part of untilEnded(parts, budget)) {
      listed = part.span.to
      const fresh = ledger.list(part)
      for await (const done of untilEnded(inOrder(fresh, room, read), budget))
        ledger.take(done.fresh, done.converted)
      if (ends()) break
    }
  } finally {
    budget.stop()
  }
  ledger.close()
  const { collected } = ledger
  const cut = budget.over() || full()
  const left = listed < span.to || ledger.left() > collected.failed.filter(({ given_up }) => !given_up).length
  if (budget.over() && left && ledger.read === 0) throw outOfTime(inputs.python_process_timeout, signal)
  return { collected, more: cut && left && !ledger.stopped, open: ledger.open(listed) }
}

function outOfTime(seconds: number, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason
  const reason = phrase(
    'PythonProcessTimeout ended before one message was read. Give the connector more time.',
  )
  return new ActionError('TIMED_OUT', { ms: seconds * 1000, reason })
}
