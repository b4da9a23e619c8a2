/** Runs an order: plan, confirmation, sending, and what to do when no answer comes. */
import { useState } from 'preact/hooks'
import type { ApiProblem } from '../../api/problem.ts'
import type { Order, Plan } from '../../api/types.ts'
import { pathOf } from '../../app/paths.ts'
import { go } from '../../app/router.ts'
import { to } from '../../app/session.ts'
import type { Live } from './live.ts'
import { newKey } from './order.ts'
import { forgetOrder, type Pending, pendingOrder, sendOrder } from './pending.ts'

/** A change that waits for its confirmation. Order, key and plan belong together and stay as they are. */
interface Confirmation {
  order: Order
  plan: Plan
  key: string
  hasChanged: boolean
}

/** What the sending part of the form shows, and what can be done. */
export interface Sending {
  confirmation: Confirmation | undefined
  isSending: boolean
  /** Why the server refused. */
  refusal: ApiProblem | undefined
  /** An order without an answer: only the same order with the same key may follow. */
  lost: Pending | undefined
  submit: () => Promise<void>
  confirm: (repeat: string | undefined) => Promise<void>
  cancel: () => void
  askAgain: () => Promise<void>
  dismiss: () => void
}

/** Sends what the form holds. Every confirmation has one key, which outlives a lost answer. */
export function useSending(order: Order | undefined, live: Live, writes: boolean): Sending {
  const [confirmation, setConfirmation] = useState<Confirmation>()
  const [isSending, setSending] = useState(false)
  const [refusal, setRefusal] = useState<ApiProblem>()
  const [lost, setLost] = useState<Pending | undefined>(pendingOrder)

  const send = async (pending: Pending): Promise<void> => {
    setSending(true)
    setRefusal(undefined)
    const sent = await sendOrder(pending)
    setSending(false)
    setLost('lost' in sent ? sent.lost : undefined)
    if ('run' in sent) return go(to(pathOf('runs', sent.run)))
    if ('lost' in sent) return setConfirmation(undefined)
    const { plan } = sent.refusal.body
    if (sent.refusal.code === 'PLAN_CHANGED' && plan) {
      return setConfirmation((last) => last && { ...last, plan, hasChanged: true })
    }
    setConfirmation(undefined)
    setRefusal(sent.refusal)
    await live.fresh()
  }

  return {
    confirmation,
    isSending,
    refusal,
    lost,
    submit: async () => {
      if (!order || lost || isSending) return
      setRefusal(undefined)
      const plan = live.isStale ? await live.fresh() : live.plan
      if (!plan) return
      const key = newKey()
      if (writes) setConfirmation({ order, plan, key, hasChanged: false })
      else await send({ order, options: { key } })
    },
    confirm: async (repeat) => {
      if (!confirmation || isSending) return
      const { order: confirmed, key, plan } = confirmation
      await send({ order: confirmed, options: { key, plan: plan.plan_id, ...(repeat && { repeat }) } })
    },
    cancel: () => setConfirmation(undefined),
    askAgain: async () => {
      if (lost) await send(lost)
    },
    dismiss: () => {
      forgetOrder()
      setLost(undefined)
    },
  }
}
