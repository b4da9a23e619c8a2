/** Follows a run to its end: progress by server-sent events, the end by a request that waits for it. */
import { useEffect, useState } from 'preact/hooks'
import { getRun } from '../../api/api.ts'
import { runEvents } from '../../api/events.ts'
import { type ApiProblem, isAborted, problemOf } from '../../api/problem.ts'
import { eventsPath } from '../../api/runs.ts'
import type { Json, Run, RunStatus } from '../../api/types.ts'

/** One line of a run's log. */
export interface LogLine {
  level: string
  message: string
  fields: Json
}

/** What is known of a run that has not ended. */
interface Progress {
  rows?: number
  per_second?: number
  total?: number
  seconds_left?: number
}

/** A run as it is now. */
export interface Followed {
  run?: Run
  problem?: ApiProblem
  /** The server has stopped answering while the run was in progress. */
  isLost: boolean
  progress: Progress
  /** When the vendor's pause ends, on the clock of `performance.now()`. */
  pausedUntil?: number
  log: LogLine[]
}

/** Seconds that one request waits for the end. */
const WAIT = 25

/** True for a run that has ended. */
export const hasEnded = ({ status }: Run): boolean => status !== 'queued' && status !== 'running'

/** Follows a run as long as the component is shown. `replace` sets the run that an answer has returned. */
export function useRun(id: string): Followed & { replace: (run: Run) => void } {
  const [state, setState] = useState<Followed>({ isLost: false, progress: {}, log: [] })
  useEffect(() => {
    const controller = new AbortController()
    const { signal } = controller
    setState({ isLost: false, progress: {}, log: [] })
    const change = (part: (last: Followed) => Partial<Followed>) => {
      if (!signal.aborted) setState((last) => ({ ...last, ...part(last) }))
    }
    followEvents(id, signal, change)
    followEnd(id, signal, change)
    return () => controller.abort()
  }, [id])
  return { ...state, replace: (run) => setState((last) => ({ ...last, run })) }
}

type Change = (part: (last: Followed) => Partial<Followed>) => void

/** Reads the run until it has ended. A proxy that holds back events does not hold this. */
async function followEnd(id: string, signal: AbortSignal, change: Change): Promise<void> {
  for (let isFirst = true; !signal.aborted; ) {
    try {
      const run = await getRun(id, isFirst ? { signal } : { wait: WAIT, signal })
      isFirst = false
      change(() => ({ run, isLost: false }))
      if (hasEnded(run)) return
    } catch (error) {
      if (isAborted(error)) return
      const problem = problemOf(error)
      if (isFirst || (problem.status >= 400 && problem.status < 500 && problem.status !== 429))
        return change(() => ({ problem }))
      change(() => ({ isLost: true }))
      await pause(2_000, signal)
    }
  }
}

/** Reads the events; after a break it continues behind the last one. */
async function followEvents(id: string, signal: AbortSignal, change: Change): Promise<void> {
  let after: string | undefined
  while (!signal.aborted) {
    try {
      for await (const { id: number, event, data } of runEvents(eventsPath(id), signal, after)) {
        after = number ?? after
        change((last) => changeOf(last, event, data as EventData))
        if (event === 'end') return
      }
    } catch (error) {
      if (isAborted(error)) return
      const { status } = problemOf(error)
      if (status >= 400 && status < 500) return
    }
    await pause(2_000, signal)
  }
}

type EventData = Progress & LogLine & { seconds: number; status: RunStatus }

function changeOf({ log, run }: Followed, event: string, data: EventData): Partial<Followed> {
  if (event === 'rows') return { progress: data }
  if (event === 'log') return { log: [...log, data].slice(-MOST) }
  if (event === 'pause') return { pausedUntil: performance.now() + data.seconds * 1_000 }
  // The end comes with the whole run, by the other request.
  if (event === 'state' && run?.status === 'queued' && data.status === 'running')
    return { run: { ...run, status: 'running' } }
  return {}
}

/** Lines of the log that are kept. */
const MOST = 1_000

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resume) => {
    const timer = setTimeout(resume, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resume()
    })
  })
