/** Asks the server while something is edited. */
import { useEffect, useState } from 'preact/hooks'
import { type ApiProblem, isAborted, problemOf } from '../../api/problem.ts'

/** After the last key. */
const PAUSE_MS = 200

/** What the server last answered, and whether it knows the current input. */
interface Debounced<T> {
  value?: T
  problem?: ApiProblem
  isStale: boolean
}

/** Loads a value for an input 200 ms after it last changed; one request is in flight, older ones are given up. */
export function useDebounced<T>(input: string, load: (signal: AbortSignal) => Promise<T>): Debounced<T> {
  const [state, setState] = useState<{ input?: string; value?: T; problem?: ApiProblem }>({})
  useEffect(() => {
    const controller = new AbortController()
    const { signal } = controller
    const timer = setTimeout(
      () => {
        load(signal).then(
          (value) => signal.aborted || setState({ input, value }),
          (error) => isAborted(error) || setState((last) => ({ ...last, input, problem: problemOf(error) })),
        )
      },
      state.input === undefined ? 0 : PAUSE_MS,
    )
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [input])
  const { input: answered, ...rest } = state
  return { ...rest, isStale: answered !== input }
}
