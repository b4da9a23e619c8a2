/** One call of a tool: sort arguments, ask for consent, run, answer, record. */
import {
  type CallToolResult,
  type InputRequiredResult,
  ProtocolErrorCode,
} from '@modelcontextprotocol/server'
import { nearest } from '../../../i18n/nearest.ts'
import { toPlain } from '../../../safety/plain-data.ts'
import { type AuditEntry, auditInputs } from '../../../service/audit.ts'
import type { Core } from '../../../service/service.ts'
import { READ_RESULT } from '../answer/more.ts'
import { refusalAnswer } from '../answer/refusal.ts'
import { protocolError } from '../protocol-error.ts'
import { change } from './change.ts'
import type { Channel } from './channel.ts'
import { chooseConnection } from './connection.ts'
import { startReport } from './progress.ts'
import { readInputs, readResult } from './read-result.ts'
import { run } from './run.ts'

/** What the audit log says of a call that runs, whatever happens to it. */
type Facts = Pick<AuditEntry, 'action' | 'effect' | 'connection' | 'inputs' | 'context'>

/** Maximum number of arguments of one call; no action has nearly as many parameters. */
const MOST_ARGUMENTS = 256

/**
 * Calls a tool. Throws a protocol error for anything that is not a failure of an action: a tool that is not offered, an
 * internal error.
 */
export async function callTool(
  core: Core,
  name: string,
  given: Record<string, unknown>,
  channel: Channel,
): Promise<CallToolResult | InputRequiredResult> {
  const started = Date.now()
  const record = async (entry: Omit<AuditEntry, 'at' | 'who' | 'tool' | 'ms'>): Promise<void> => {
    const at = new Date(started).toISOString()
    const line = { at, who: channel.who, tool: name.slice(0, 128), ...entry, ms: Date.now() - started }
    await core.audit?.write(line, entry.effect !== 'read')
  }
  if (name === READ_RESULT) {
    const answer = readResult(core, given, channel.who.subject)
    const outcome = answer.isError ? 'PARAMETER_INVALID' : 'OK'
    await record({ effect: 'read', decision: 'allowed', inputs: readInputs(given), outcome })
    return answer
  }
  const offer = core.offers.tools.get(core.offers.fullNames.get(name) ?? name)
  if (offer === undefined) {
    const isWithheld = core.offers.withheld.has(core.offers.fullNames.get(name) ?? name)
    await record({
      decision: 'denied',
      inputs: {},
      outcome: isWithheld ? 'NOT_OFFERED' : 'TOOL_UNKNOWN',
    })
    throw unknownTool(core, name)
  }
  const { id } = offer
  const { manifest } = offer.action
  const { t } = core
  const count = Object.keys(given).length
  if (count > MOST_ARGUMENTS) {
    await record({ action: id, decision: 'denied', inputs: {}, outcome: 'PARAMETER_INVALID' })
    const reason = t('too_many_arguments', { count, most: MOST_ARGUMENTS })
    return refusalAnswer(
      'PARAMETER_INVALID',
      reason,
      t('parameter_remedy', { page: `soar://actions/${id}` }),
      t,
    )
  }
  const chosen = chooseConnection(offer, given, t)
  if ('problem' in chosen) {
    await record({ action: id, decision: 'denied', inputs: {}, outcome: 'PARAMETER_INVALID' })
    return refusalAnswer(
      'PARAMETER_INVALID',
      chosen.problem,
      t('parameter_remedy', { page: `soar://actions/${id}` }),
      t,
    )
  }
  const { connection } = chosen.offer.served
  const facts: Facts = {
    action: id,
    effect: manifest.effect,
    ...(connection === undefined ? {} : { connection }),
    inputs: {},
  }
  const report = channel.progress && startReport(channel.progress, core.t)
  try {
    const read = core.callArguments.sort(manifest.parameters, chosen.given)
    facts.inputs = auditInputs(manifest.parameters, read.parameters)
    if (Object.keys(read.context).length > 0) facts.context = toPlain(read.context, (text) => text)
    const done = manifest.effect === 'read' ? run : change
    const { answer, verdict } = await done({ core, given, offer: chosen.offer, read, channel, report })
    const { isRecorded, ...outcome } = verdict
    if (!isRecorded) await record({ ...facts, ...outcome })
    return answer
  } catch (thrown) {
    const cancelled = channel.signal.aborted
    await record({ ...facts, decision: 'declined', outcome: cancelled ? 'CANCELLED' : 'INTERNAL' })
    // A cancelled call needs no answer. The details of an internal error are for the log only.
    if (!cancelled) core.log.line('error', { err: thrown, tool: name }, 'Internal error.')
    throw protocolError(
      ProtocolErrorCode.InternalError,
      'Internal error. The log of the server has the details.',
    )
  } finally {
    report?.stop()
  }
}

/** Records a call that did not reach a tool. */
export async function recordRefused(
  { audit }: Core,
  { method, params }: { method: string; params?: Record<string, unknown> | undefined },
  { who }: Channel,
  outcome: 'BUSY' | 'REQUEST_INVALID',
): Promise<void> {
  if (method !== 'tools/call') return
  const tool = typeof params?.name === 'string' ? params.name.slice(0, 128) : ''
  const at = new Date().toISOString()
  await audit?.write({ at, who, tool, decision: 'denied', inputs: {}, outcome, ms: 0 }, false)
}

function unknownTool({ offers }: Core, name: string): Error {
  const shown = name.slice(0, 128)
  const reason = offers.withheld.get(offers.fullNames.get(name) ?? name)
  if (reason !== undefined) {
    return protocolError(
      ProtocolErrorCode.InvalidParams,
      `The tool "${shown}" is not offered here: ${reason}.`,
    )
  }
  const meant = nearest(shown, [...offers.tools.keys()])
  const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`
  return protocolError(ProtocolErrorCode.InvalidParams, `There is no tool "${shown}".${hint}`)
}
