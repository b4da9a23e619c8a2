/** Plans and previews what the form holds, while it is edited. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { planRun, previewTemplates } from '../../api/api.ts'
import { type ApiProblem, isAborted, problemOf } from '../../api/problem.ts'
import type { Order, Plan, Preview } from '../../api/types.ts'
import { language } from '../../app/language.ts'

/** After the last key. Shorter asks while one types; longer feels slow. */
const PAUSE_MS = 200

/** What the server last said about the form. */
export interface Live {
  plan?: Plan
  problem?: ApiProblem
  /** By parameter name. */
  previews: Readonly<Record<string, Preview>>
  /** True while the form holds something that the answer does not know. */
  isStale: boolean
  /** Asks at once; the answer is also shown. Undefined if the server refuses. */
  fresh: () => Promise<Plan | undefined>
}

interface Answer {
  key: string
  plan?: Plan
  problem?: ApiProblem
  previews: Record<string, Preview>
}

/** Keeps plan and previews of an order up to date: one request of each in flight, older ones are given up. */
export function useLive(order: Order | undefined): Live {
  const key = order ? JSON.stringify(order) : ''
  const [answer, setAnswer] = useState<Answer>({ key: '', previews: {} })
  const running = useRef<
    { key: string; controller: AbortController; plan: Promise<Plan | undefined> } | undefined
  >(undefined)

  const ask = (): Promise<Plan | undefined> => {
    if (!order) return Promise.resolve(undefined)
    if (running.current?.key === key) return running.current.plan
    running.current?.controller.abort()
    const controller = new AbortController()
    const plan = load(order, controller.signal).then((found) => {
      if (controller.signal.aborted) return undefined
      running.current = undefined
      setAnswer({ key, ...found })
      return found.plan
    })
    running.current = { key, controller, plan }
    return plan
  }
  const latest = useRef(ask)
  latest.current = ask

  useEffect(() => {
    if (!key || key === answer.key) return
    const timer = setTimeout(() => latest.current(), answer.key ? PAUSE_MS : 0)
    return () => clearTimeout(timer)
  }, [key, answer.key])
  useEffect(() => () => running.current?.controller.abort(), [])

  const { plan, problem, previews } = answer
  return {
    ...(plan && { plan }),
    ...(problem && { problem }),
    previews,
    isStale: key !== answer.key,
    fresh: () => latest.current(),
  }
}

async function load(order: Order, signal: AbortSignal): Promise<Omit<Answer, 'key'>> {
  const { templates, context = {} } = order.body
  const [planned, previews] = await Promise.all([
    planRun(order, signal).then(
      (plan) => ({ plan }),
      (error) => (isAborted(error) ? {} : { problem: problemOf(error) }),
    ),
    templates
      ? previewTemplates({ templates, context, locale: language.value }, signal).catch(() => ({}))
      : Promise.resolve({}),
  ])
  return { ...planned, previews }
}
