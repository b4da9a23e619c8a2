/** A call that changes the tenant: first validation, then consent, then the change. */
import type { Json } from '../../../contract/json.ts'
import { describeInputs, type ShownInput } from '../../../service/confirmation.ts'
import type { Offer } from '../../../service/offers.ts'
import type { Core, Served } from '../../../service/service.ts'
import { refusalAnswer } from '../answer/refusal.ts'
import { type CallOf, type Done, perform, prepare, toDone } from './perform.ts'
import { recordedCall } from './recorded.ts'
import { run } from './run.ts'

/** Why a change is not made. */
type Refusal = 'not_asked' | 'declined' | 'not_shown' | 'audit_broken' | 'too_many_questions'

/** Makes a change, with the consent of a person if the client can ask one. */
export async function change(call: CallOf): Promise<Done> {
  const { core, offer, channel, report } = call
  const { audit, policy } = core
  // A call that cannot be recorded is not carried out. The line about this refusal is the next attempt to write.
  if (audit?.broken !== undefined) return refuse(call, 'audit_broken')
  if (!channel.ask && !policy.yesWrites) return refuse(call, 'not_asked')
  if (!channel.ask) return run(call)
  const trial = await tryOut(call)
  if ('refused' in trial) return trial.refused
  const { lines, hidden } = describeInputs(shownInputs(offer, trial.inputs))
  if (hidden.length > 0) return refuse(call, 'not_shown', hidden.join(', '))
  const leave = core.questions.enter(channel.caller)
  if (leave === undefined) return refuse(call, 'too_many_questions')
  report?.waiting(true)
  const isConfirmed = await channel.ask(question(core, offer, lines)).finally(leave)
  if (!isConfirmed) {
    channel.signal.throwIfAborted()
    return refuse(call, 'declined')
  }
  report?.waiting(false)
  // The inputs that were shown are the inputs that are used.
  const done = await trial.perform()
  return { ...done, verdict: { ...done.verdict, confirmed: true } }
}

/** A change whose inputs are known, and what carries it out with exactly these inputs. */
interface Trial {
  inputs: Json
  perform(): Promise<Done>
}

/** Builds the inputs of a change. Sends nothing. */
async function tryOut(call: CallOf): Promise<Trial | { refused: Done }> {
  const recorded = recordedCall(call)
  if (recorded) {
    const plan = await recorded.plan()
    return 'refused' in plan ? plan : { inputs: plan.inputs, perform: () => recorded.start(plan.id) }
  }
  const ready = await prepare(call)
  if ('failed' in ready) return { refused: toDone(call, ready.failed) }
  const { result } = await ready.perform({ dryRun: true })
  if (!result.is_success) return { refused: toDone(call, result) }
  return { inputs: result.dry_run?.inputs ?? {}, perform: () => perform(call, ready) }
}

function refuse({ core: { t }, offer }: CallOf, reason: Refusal, inputs = ''): Done {
  const code = reason === 'audit_broken' ? 'AUDIT_FAILED' : 'NOT_CONFIRMED'
  const sentence = t(reason, { name: offer.texts.name, inputs })
  const answer = refusalAnswer(code, sentence, t(`${reason}_remedy`), t)
  return { answer, verdict: { decision: 'declined', outcome: code } }
}

/** The question, with every input. */
function question({ t }: Core, { action, texts, served }: Offer<Served>, inputs: readonly string[]): string {
  const { effect, lowers_protection: lowers } = action.manifest
  const key = effect === 'destructive' ? 'confirm_destructive' : 'confirm'
  const head = t(key, { name: `${served.integration.spec.name}: ${texts.name}` })
  return [lowers ? `${head} ${t('lowers_protection')}` : head, '', ...inputs].join('\n')
}

/** The inputs as the action gets them, secrets redacted. */
const shownInputs = ({ texts }: Offer, inputs: Json): ShownInput[] =>
  Object.entries(inputs as Record<string, Json>).map(([name, value]) => ({
    label: texts.parameters[name]?.label ?? name,
    value,
  }))
