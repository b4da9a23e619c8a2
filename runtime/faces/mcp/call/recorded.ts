/** Runs a call through the run service, so that the history has it. */
import type { Json } from '../../../contract/json.ts'
import type { Result } from '../../../contract/result.ts'
import type { Order, Refusal } from '../../../service/runs/order.ts'
import type { Actor } from '../../../service/runs/run.ts'
import { type CallOf, type Done, toDone } from './perform.ts'

/** One call in the run service. */
export interface Recorded {
  /** Builds the inputs and the first request. Sends nothing. */
  plan(): Promise<{ id: string; inputs: Json } | { refused: Done }>
  /** Runs the plan that a person confirmed, or a call that needs no confirmation. */
  start(confirmedPlan?: string): Promise<Done>
}

/** Returns the call for the run service of the server; undefined if the server has none. */
export function recordedCall(call: CallOf): Recorded | undefined {
  const { core, offer, read, channel, report } = call
  const { runs } = core
  const { connection, integration } = offer.served
  if (runs === undefined || connection === undefined) return undefined
  const { subject = 'mcp', client } = channel.who
  const actor: Actor = { subject, via: 'mcp', person: false, client }
  const order: Order = {
    integration: integration.spec.id,
    action: offer.action.id,
    connection,
    parameters: read.parameters,
    context: read.context,
    locale: core.locale,
    found: read.problems,
  }
  const refused = (refusal: Refusal): Done => toDone(call, resultOf(call, refusal))
  return {
    plan: async () => {
      const plan = await runs.plan(actor, order)
      return 'refused' in plan ? { refused: refused(plan) } : { id: plan.plan_id, inputs: plan.inputs }
    },
    start: async (confirmedPlan) => {
      const started = await runs.start(actor, order, {
        // The operator or a person allows the change; MCP has no keys, and a client does not repeat a call by itself.
        confirmed: true,
        signal: channel.signal,
        ...(confirmedPlan !== undefined && { plan: confirmedPlan }),
        ...(report && { onRow: report.row }),
      })
      const done = 'refused' in started ? refused(started) : toDone(call, await resultAt(started))
      return { ...done, verdict: { ...done.verdict, isRecorded: true } }
    },
  }
}

/** The result with all its rows. */
async function resultAt({ whole, ended }: { whole?: Promise<Result>; ended: Promise<{ result?: Result }> }) {
  const { result } = await ended
  const all = (await whole) ?? result
  if (all === undefined) throw new Error('The run has no result.')
  return all
}

/** A refused call as a result that sent nothing. */
function resultOf({ core, offer }: CallOf, { refused, message }: Refusal): Result {
  const { version } = offer.served.integration.spec
  return {
    is_success: false,
    output_message: message ?? refused.reason,
    json_result: null,
    error: refused,
    run: { action: offer.action.id, version, locale: core.locale, ms: 0, requests: 0 },
  }
}
