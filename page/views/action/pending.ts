/** Orders whose answer has not arrived: kept with their key until there is one. */
import { startRun } from '../../api/api.ts'
import { isLost, problemOf } from '../../api/problem.ts'
import type { Order, StartOptions } from '../../api/types.ts'
import { store, stored } from '../../app/stored.ts'

/** An order that was sent. */
export interface Pending {
  order: Order
  options: StartOptions
}

/** How sending ended: a run to look at, a refusal, or no answer. */
type Sent = { run: string } | { refusal: ReturnType<typeof problemOf> } | { lost: Pending }

const NAME = 'pending'

/** The order of this tab whose answer is missing, also after a reload. */
export function pendingOrder(): Pending | undefined {
  try {
    return JSON.parse(stored(NAME, 'session') ?? 'null') ?? undefined
  } catch {
    return undefined
  }
}

/** Forgets the order, after someone has looked. */
export const forgetOrder = (): void => store(NAME, undefined, 'session')

/**
 * Sends an order. A lost answer keeps the order and its key: sending it again with that key changes nothing twice.
 * The order is kept before it is sent, so that a closed window loses nothing either.
 */
export async function sendOrder(pending: Pending): Promise<Sent> {
  if (pending.options.key !== undefined) store(NAME, JSON.stringify(pending), 'session')
  try {
    const { body } = await startRun(pending.order, pending.options)
    forgetOrder()
    return { run: body.id }
  } catch (error) {
    if (isLost(error)) return { lost: pending }
    const refusal = problemOf(error)
    const run = /\/runs\/([^/?]+)/.exec(refusal.location ?? '')?.[1]
    forgetOrder()
    // The same key is at work: its run is the answer.
    return refusal.code === 'RUN_IN_PROGRESS' && run ? { run: decodeURIComponent(run) } : { refusal }
  }
}
