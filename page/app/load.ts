/** Loads what a view shows, and gives up on it when the view goes. */
import { useEffect, useState } from 'preact/hooks'
import { type ApiProblem, isAborted, problemOf } from '../api/problem.ts'

/** What was loaded so far. While something is loaded again, the old value stays. */
interface Loaded<T> {
  value?: T
  problem?: ApiProblem
  /** Loads it again. */
  reload: () => void
}

/** Loads a value when the component is first shown, and again when one of `inputs` changes. */
export function useLoad<T>(load: (signal: AbortSignal) => Promise<T>, inputs: readonly unknown[]): Loaded<T> {
  const [state, setState] = useState<{ value?: T; problem?: ApiProblem }>({})
  const [round, setRound] = useState(0)
  useEffect(() => {
    const { signal, abort } = giveUp()
    load(signal).then(
      (value) => signal.aborted || setState({ value }),
      (error) =>
        isAborted(error) || signal.aborted || setState((last) => ({ ...last, problem: problemOf(error) })),
    )
    return abort
  }, [...inputs, round])
  return { ...state, reload: () => setRound((last) => last + 1) }
}

function giveUp(): { signal: AbortSignal; abort: () => void } {
  const controller = new AbortController()
  return { signal: controller.signal, abort: () => controller.abort() }
}
