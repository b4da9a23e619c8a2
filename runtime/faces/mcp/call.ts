/** One call of a tool: sort arguments, ask for consent, run, answer, record. */
import { type CallToolResult, ErrorCode } from '@modelcontextprotocol/sdk/types.js'
import type { Json } from '../../contract/json.ts'
import type { Result } from '../../contract/result.ts'
import { nearest } from '../../i18n/nearest.ts'
import type { SortedArguments } from '../../platforms/arguments.ts'
import { openRun, type ReadyRun, type RefusedRun } from '../../run/open-run.ts'
import { toPlain } from '../../safety/plain-data.ts'
import { type AuditEntry, auditInputs, type Caller } from '../../service/audit.ts'
import { describeInputs, type ShownInput } from '../../service/confirmation.ts'
import type { Offer } from '../../service/offers.ts'
import type { Core, Served } from '../../service/service.ts'
import { toAnswer } from './answer/answer.ts'
import { READ_RESULT } from './answer/more.ts'
import { refusalAnswer } from './answer/refusal.ts'
import { type Progress, startReport } from './progress.ts'
import { protocolError } from './protocol-error.ts'
import { readInputs, readResult } from './read-result.ts'

/** Maximum number of arguments of one call; no action has nearly as many parameters. */
const MOST_ARGUMENTS = 256

/** What a call needs from its client. */
export interface Channel {
  who: Caller
  /** Aborted when the client cancels or disconnects. */
  signal: AbortSignal
  /** Absent if the client did not request it. */
  progress?: (progress: Progress) => void
  /** Asks the user of the client; absent if the client cannot ask. False for every answer but yes. */
  ask?: (question: string) => Promise<boolean>
}

/** The outcome of a call. */
interface Done {
  answer: CallToolResult
  verdict: Pick<AuditEntry, 'decision' | 'confirmed' | 'outcome' | 'requests'>
}

/**
 * Calls a tool. Throws a protocol error for anything that is not a failure of an action: a tool that is not offered, an
 * internal error.
 */
export async function callTool(
  core: Core,
  name: string,
  given: Record<string, unknown>,
  channel: Channel,
): Promise<CallToolResult> {
  const started = Date.now()
  const record = async (entry: Omit<AuditEntry, 'at' | 'who' | 'tool' | 'ms'>): Promise<void> => {
    const at = new Date(started).toISOString()
    const line = { at, who: channel.who, tool: name.slice(0, 128), ...entry, ms: Date.now() - started }
    await core.audit?.write(line, entry.effect !== 'read')
  }
  if (name === READ_RESULT) {
    const answer = readResult(core, given, channel.who.subject)
    const inputs = readInputs(given)
    await record({
      effect: 'read',
      decision: 'allowed',
      inputs,
      outcome: answer.isError ? 'PARAMETER_INVALID' : 'OK',
    })
    return answer
  }
  const offer = core.offers.tools.get(core.offers.fullNames.get(name) ?? name)
  if (offer === undefined) {
    const isWithheld = core.offers.withheld.has(core.offers.fullNames.get(name) ?? name)
    const outcome = isWithheld ? 'NOT_OFFERED' : 'TOOL_UNKNOWN'
    await record({ decision: 'denied', inputs: {}, outcome })
    throw unknownTool(core, name)
  }
  const count = Object.keys(given).length
  if (count > MOST_ARGUMENTS) {
    await record({ action: offer.id, decision: 'denied', inputs: {}, outcome: 'PARAMETER_INVALID' })
    const { t } = core
    const reason = t('too_many_arguments', { count, most: MOST_ARGUMENTS })
    return refusalAnswer(
      'PARAMETER_INVALID',
      reason,
      t('parameter_remedy', { page: `soar://actions/${offer.id}` }),
      t,
    )
  }
  const { id } = offer
  const { manifest } = offer.action
  const read = core.callArguments.sort(manifest.parameters, given)
  const facts = {
    action: id,
    effect: manifest.effect,
    inputs: auditInputs(manifest.parameters, read.parameters),
    ...(Object.keys(read.context).length > 0 ? { context: toPlain(read.context, (text) => text) } : {}),
  }
  try {
    const done = manifest.effect === 'read' ? run : change
    const { answer, verdict } = await done(core, offer, read, channel)
    await record({ ...facts, ...verdict })
    return answer
  } catch (thrown) {
    const cancelled = channel.signal.aborted
    await record({ ...facts, decision: 'declined', outcome: cancelled ? 'CANCELLED' : 'INTERNAL' })
    // A cancelled call needs no answer. The details of an internal error are for the log only.
    if (!cancelled) core.log.line('error', { err: thrown, tool: name }, 'Internal error.')
    throw protocolError(ErrorCode.InternalError, 'Internal error. The log of the server has the details.')
  }
}

function unknownTool({ offers }: Core, name: string): Error {
  const shown = name.slice(0, 128)
  const reason = offers.withheld.get(offers.fullNames.get(name) ?? name)
  if (reason !== undefined) {
    return protocolError(ErrorCode.InvalidParams, `The tool "${shown}" is not offered here: ${reason}.`)
  }
  const meant = nearest(shown, [...offers.tools.keys()])
  const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`
  return protocolError(ErrorCode.InvalidParams, `There is no tool "${shown}".${hint}`)
}

/** A call that changes the tenant: first validation, then consent, then the change. */
async function change(
  core: Core,
  offer: Offer<Served>,
  read: SortedArguments,
  channel: Channel,
): Promise<Done> {
  const { t, audit, policy } = core
  const name = offer.texts.name
  const refuse = (reason: 'not_asked' | 'declined' | 'not_shown' | 'audit_broken', inputs = ''): Done => {
    const code = reason === 'audit_broken' ? 'AUDIT_FAILED' : 'NOT_CONFIRMED'
    const answer = refusalAnswer(code, t(reason, { name, inputs }), t(`${reason}_remedy`), t)
    return { answer, verdict: { decision: 'declined', outcome: code } }
  }
  // A call that cannot be recorded is not carried out. The line about this refusal is the next attempt to write.
  if (audit?.broken !== undefined) return refuse('audit_broken')
  if (!channel.ask && !policy.yesWrites) return refuse('not_asked')
  if (!channel.ask) return run(core, offer, read, channel)
  const ready = await prepare(core, offer, read, channel)
  if ('failed' in ready) return toDone(core, offer, ready.failed, channel)
  const trial = await ready.perform({ dryRun: true })
  if (!trial.result.is_success) return toDone(core, offer, trial.result, channel)
  const { lines, hidden } = describeInputs(shownInputs(offer, trial.result))
  if (hidden.length > 0) return refuse('not_shown', hidden.join(', '))
  if (!(await channel.ask(question(core, offer, lines)))) {
    channel.signal.throwIfAborted()
    return refuse('declined')
  }
  // The inputs that were shown are the inputs that are used.
  const done = await perform(core, offer, ready, channel)
  return { ...done, verdict: { ...done.verdict, confirmed: true } }
}

/** The question, with every input. */
function question({ t }: Core, { action, texts, served }: Offer<Served>, inputs: readonly string[]): string {
  const key = action.manifest.effect === 'destructive' ? 'confirm_destructive' : 'confirm'
  return [t(key, { name: `${served.integration.spec.name}: ${texts.name}` }), '', ...inputs].join('\n')
}

/** The inputs as the action gets them, secrets redacted. */
const shownInputs = ({ texts }: Offer, { dry_run }: Result): ShownInput[] =>
  Object.entries((dry_run?.inputs ?? {}) as Record<string, Json>).map(([name, value]) => ({
    label: texts.parameters[name]?.label ?? name,
    value,
  }))

async function run(core: Core, offer: Offer<Served>, read: SortedArguments, channel: Channel): Promise<Done> {
  const ready = await prepare(core, offer, read, channel)
  return 'failed' in ready ? toDone(core, offer, ready.failed, channel) : perform(core, offer, ready, channel)
}

/** Looks up the action and builds its inputs. Sends nothing. */
async function prepare(
  { locale, log }: Core,
  { action, served: { integration, config, env, names } }: Offer<Served>,
  { parameters, context, problems }: SortedArguments,
  { signal }: Channel,
): Promise<ReadyRun | RefusedRun> {
  const request = { action: action.id, parameters, context, locale }
  // An experimental action is offered only if the operator allows it.
  const reading = { names, found: { parameters: problems } }
  const open = await openRun(integration, request, { signal, env, config, log, reading, experimental: true })
  return 'failed' in open ? open : open.prepare()
}

/** Performs a prepared run as soon as there is room, and reports its progress meanwhile. */
async function perform(core: Core, offer: Offer<Served>, ready: ReadyRun, channel: Channel): Promise<Done> {
  const release = await core.slots.take(channel.signal)
  const report = channel.progress && startReport(channel.progress, core.t)
  try {
    const { result } = await ready.perform(report ? { onRow: report.row } : {})
    return toDone(core, offer, result, channel)
  } finally {
    report?.stop()
    release()
  }
}

/** Keeps a result and returns its answer. */
function toDone(core: Core, { texts, id }: Offer, result: Result, { who }: Channel): Done {
  const action = { name: texts.name, id }
  const number = core.results.keep(action, who.subject, result, new Date().toISOString())
  return {
    answer: toAnswer(result, { ...action, number }, core),
    verdict: {
      decision: 'allowed',
      outcome: result.error?.code ?? 'OK',
      requests: result.run.requests,
    },
  }
}
