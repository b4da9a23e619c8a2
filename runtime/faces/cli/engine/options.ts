/** Options of commands that submit work to an engine. */
import { refuse } from '../../../contract/refuse.ts'
import type { OptionSpec, Options } from '../line/command.ts'
import { readDuration } from '../line/duration.ts'

/** How a task is submitted. */
export const submitOptions = [
  { name: 'case', value: 'ID', help: 'case that it is for; `soar jobs --case` finds it' },
  { name: 'id', value: 'ID', help: 'id of the job; the same id again is the same job; default: a new one' },
  { name: 'within', value: 'TIME', help: 'time for everything, waiting and retries included; default 1h' },
  { name: 'start-within', value: 'TIME', help: 'time until a worker must have taken it' },
  {
    name: 'lost-after',
    value: 'TIME',
    help: 'time without a sign of life after which another worker takes it over; default 15s',
  },
  { name: 'queue', value: 'NAME', help: 'queue of the workers; default soar:<integration>' },
  { name: 'urgent', help: 'pass what else is waiting in the queue' },
  { name: 'retry', help: 'run it again after a failure that is safe to retry' },
] as const satisfies readonly OptionSpec[]

/** The queue of an integration's workers, unless one is named. */
export const queueOf = (integration: string): string => `soar:${integration}`

/** The name of a queue. Throws REQUEST_INVALID. */
export function readQueue(name: string): string {
  if (/^[\w:.@-]{1,200}$/.test(name)) return name
  throw refuse(
    `The name of a queue must have 1 to 200 letters, digits and characters of ":.@_-"; got "${name.slice(0, 80)}".`,
  )
}

const HOUR_MS = 3_600_000

/** The parsed options. Throws REQUEST_INVALID. */
export function readSubmitOptions(options: Options, integration: string) {
  const duration = (name: string): number | undefined => {
    const given = options.text(name)
    return given === undefined ? undefined : readDuration(name, given)
  }
  const startWithin = duration('start-within')
  const lostAfter = duration('lost-after')
  return {
    id: options.text('id'),
    case: options.text('case'),
    queue: readQueue(options.text('queue') ?? queueOf(integration)),
    within_ms: duration('within') ?? HOUR_MS,
    ...(startWithin !== undefined && { start_within_ms: startWithin }),
    ...(lostAfter !== undefined && { lost_after_ms: lostAfter }),
    priority: options.has('urgent') ? (1 as const) : (3 as const),
    retry: options.has('retry'),
  }
}
