/** Starts or resumes a run over a table: plan, confirmation, key, and what to do when no answer comes. */
import { useState } from 'preact/hooks'
import type { Answer } from '../../api/client.ts'
import { type ApiProblem, isLost, problemOf } from '../../api/problem.ts'
import type { TablePlan, TableStart } from '../../api/tables.ts'
import type { Run } from '../../api/types.ts'
import { newKey } from '../action/order.ts'

/** What the server needs confirmed. */
export type Confirmable = Pick<TablePlan, 'plan_id' | 'connection' | 'effect' | 'idempotent'> &
  Partial<TablePlan>

/** One order on its way. */
export interface TableSending {
  /** The plan that waits for its confirmation. */
  plan: Confirmable | undefined
  isSending: boolean
  problem: ApiProblem | undefined
  /** No answer came: only the same order with the same key may follow. */
  isLost: boolean
  /** Sends the order; a change asks for a confirmation of its plan first. */
  start: (plan?: Confirmable) => Promise<void>
  confirm: () => Promise<void>
  cancel: () => void
  askAgain: () => Promise<void>
}

/**
 * Sends an order with one key per confirmation. A refusal uses up no key; a lost answer keeps key and plan.
 *
 * @param send sends the order as it is now
 */
export function useTableSending(
  send: (how: TableStart) => Promise<Answer<Run>>,
  onStarted: (run: Run) => void,
): TableSending {
  const [plan, setPlan] = useState<Confirmable>()
  const [problem, setProblem] = useState<ApiProblem>()
  const [isSending, setSending] = useState(false)
  const [lost, setLost] = useState<{ how: TableStart; send: typeof send }>()
  const attempt = async (how: TableStart, order: typeof send) => {
    setSending(true)
    setProblem(undefined)
    try {
      const { body } = await order(how)
      setLost(undefined)
      setPlan(undefined)
      onStarted(body)
    } catch (error) {
      const found = problemOf(error)
      const fresh = found.body.plan
      setLost(isLost(found) ? { how, send: order } : undefined)
      const isPlan = found.code === 'PLAN_REQUIRED' || found.code === 'PLAN_CHANGED'
      setPlan(isPlan && fresh ? (fresh as unknown as Confirmable) : undefined)
      if (!isPlan || !fresh || found.code === 'PLAN_CHANGED') setProblem(found)
    }
    setSending(false)
  }
  return {
    plan,
    isSending,
    problem,
    isLost: lost !== undefined,
    start: async (wanted) => {
      if (isSending || lost) return
      if (wanted && wanted.effect !== 'read') setPlan(wanted)
      else await attempt({ key: newKey(), plan: wanted?.plan_id }, send)
    },
    confirm: async () => {
      if (plan && !isSending) await attempt({ key: newKey(), plan: plan.plan_id }, send)
    },
    cancel: () => setPlan(undefined),
    askAgain: async () => {
      if (lost && !isSending) await attempt(lost.how, lost.send)
    },
  }
}
