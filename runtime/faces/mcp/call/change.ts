/** A call that changes the tenant: first validation, then consent, then the change. */
import { inputRequired } from '@modelcontextprotocol/server'
import type { Json } from '../../../contract/json.ts'
import { describeInputs, type ShownInput } from '../../../service/confirmation.ts'
import type { Offer } from '../../../service/offers.ts'
import type { Core, Served, WaitingChange } from '../../../service/service.ts'
import { refusalAnswer } from '../answer/refusal.ts'
import { QUESTION, type Reply, YES } from './channel.ts'
import { type CallOf, type Done, perform, prepare, toDone } from './perform.ts'
import { recordedCall } from './recorded.ts'
import { run } from './run.ts'

/** Why a change is not made. */
type Refusal = 'not_asked' | 'declined' | 'not_shown' | 'audit_broken' | 'too_many_questions'

/** Makes a change, with the consent of a person if the client can ask one. */
export async function change(call: CallOf): Promise<Done> {
  const { core, channel, report } = call
  const { audit, policy } = core
  // A call that cannot be recorded is not carried out. The line about this refusal is the next attempt to write.
  if (audit?.broken !== undefined) return refuse(call, 'audit_broken')
  if (channel.reply) return changeInTwoRequests(call, channel.reply)
  if (!channel.ask && !policy.yesWrites) return refuse(call, 'not_asked')
  if (!channel.ask) return run(call)
  // Before anything else is done: a flood of questions must cost little.
  const leave = core.questions.enter(channel.caller)
  if (leave === undefined) return refuse(call, 'too_many_questions')
  try {
    const shown = await show(call)
    if ('refused' in shown) return shown.refused
    report?.waiting(true)
    if (!(await channel.ask(shown.question))) {
      channel.signal.throwIfAborted()
      return refuse(call, 'declined')
    }
    leave()
    report?.waiting(false)
    return await makeShown(call, shown.change)
  } finally {
    leave()
  }
}

/**
 * Since 2026-07-28: the first request is answered with the question, and the client repeats it with the person's answer. The
 * change that was shown is kept meanwhile, and made once. A reply that fits no open question is asked again.
 */
async function changeInTwoRequests(call: CallOf, { answered }: Reply): Promise<Done> {
  const { core, offer, given, channel } = call
  const owner = { caller: channel.caller, call: JSON.stringify([offer.name, given]) }
  const open = answered && core.waiting.take(owner, answered.question)
  if (open) return answered.isAccepted ? makeShown(call, open) : refuse(call, 'declined')
  const control = new AbortController()
  const shown = await show({ ...call, channel: { ...channel, signal: control.signal } })
  if ('refused' in shown) return shown.refused
  const requestState = core.waiting.put(owner, { ...shown.change, control })
  if (requestState === undefined) return refuse(call, 'too_many_questions')
  const form = { mode: 'form' as const, message: shown.question, requestedSchema: YES }
  const answer = inputRequired({ inputRequests: { [QUESTION]: inputRequired.elicit(form) }, requestState })
  return { answer, verdict: { decision: 'asked', outcome: 'INPUT_REQUIRED' } }
}

/** Checks a change without sending anything. Returns the question about it, or why it is not made. */
async function show(call: CallOf): Promise<{ change: WaitingChange; question: string } | { refused: Done }> {
  const trial = await tryOut(call)
  if ('refused' in trial) return trial
  const { lines, hidden } = describeInputs(shownInputs(call.offer, trial.inputs))
  if (hidden.length > 0) return { refused: refuse(call, 'not_shown', hidden.join(', ')) }
  return { change: trial.change, question: questionOf(call.core, call.offer, lines) }
}

/** Builds the inputs of a change. Sends nothing. */
async function tryOut(call: CallOf): Promise<{ inputs: Json; change: WaitingChange } | { refused: Done }> {
  const recorded = recordedCall(call)
  if (recorded) {
    const plan = await recorded.plan()
    return 'refused' in plan ? plan : { inputs: plan.inputs, change: { plan: plan.id } }
  }
  const ready = await prepare(call)
  if ('failed' in ready) return { refused: toDone(call, ready.failed) }
  const { result } = await ready.perform({ dryRun: true })
  if (!result.is_success) return { refused: toDone(call, result) }
  return { inputs: result.dry_run?.inputs ?? {}, change: { ready } }
}

/** Makes a change that a person confirmed. The inputs that were shown are the inputs that are used. */
async function makeShown(call: CallOf, change: WaitingChange): Promise<Done> {
  const { signal } = call.channel
  const { control } = change
  if (control) signal.addEventListener('abort', () => control.abort(signal.reason), { once: true })
  const done =
    'plan' in change ? await recordedCall(call)?.start(change.plan) : await perform(call, change.ready)
  if (done === undefined) throw new Error('The server has no run service for the plan.')
  return { ...done, verdict: { ...done.verdict, confirmed: true } }
}

function refuse({ core: { t }, offer }: CallOf, reason: Refusal, inputs = ''): Done {
  const code = reason === 'audit_broken' ? 'AUDIT_FAILED' : 'NOT_CONFIRMED'
  const sentence = t(reason, { name: offer.texts.name, inputs })
  const answer = refusalAnswer(code, sentence, t(`${reason}_remedy`), t)
  return { answer, verdict: { decision: 'declined', outcome: code } }
}

/** The question, with every input. */
function questionOf(
  { t }: Core,
  { action, texts, served }: Offer<Served>,
  inputs: readonly string[],
): string {
  const { effect, lowers_protection: lowers, undo } = action.manifest
  const key = effect === 'destructive' && undo?.action === undefined ? 'confirm_destructive' : 'confirm'
  const head = t(key, { name: `${served.integration.spec.name}: ${texts.name}` })
  const { no_undo: reason } = texts
  const facts = [
    ...(lowers ? [t('lowers_protection')] : []),
    ...(reason === undefined ? [] : [t('no_undo', { reason })]),
  ]
  return [[head, ...facts].join(' '), '', ...inputs].join('\n')
}

/** The inputs as the action gets them, secrets redacted. */
const shownInputs = ({ texts }: Offer, inputs: Json): ShownInput[] =>
  Object.entries(inputs as Record<string, Json>).map(([name, value]) => ({
    label: texts.parameters[name]?.label ?? name,
    value,
  }))
