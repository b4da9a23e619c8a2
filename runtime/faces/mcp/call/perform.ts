/** Prepares and performs the run of one call. */
import type { CallToolResult, InputRequiredResult } from '@modelcontextprotocol/server'
import type { Result } from '../../../contract/result.ts'
import type { SortedArguments } from '../../../platforms/arguments.ts'
import { openRun, type ReadyRun, type RefusedRun } from '../../../run/open-run.ts'
import type { AuditEntry } from '../../../service/audit.ts'
import type { Offer } from '../../../service/offers.ts'
import type { Core, Served } from '../../../service/service.ts'
import { toAnswer } from '../answer/answer.ts'
import { undoCallOf } from '../answer/undo-call.ts'
import type { Channel } from './channel.ts'
import type { Reporter } from './progress.ts'

/** One call: the action, its arguments and the client. */
export interface CallOf {
  core: Core
  /** The arguments as the client sent them. */
  given: Readonly<Record<string, unknown>>
  offer: Offer<Served>
  read: SortedArguments
  channel: Channel
  /** Absent if the client did not request progress. */
  report: Reporter | undefined
}

/** The outcome of a call. */
export interface Done {
  answer: CallToolResult | InputRequiredResult
  verdict: Verdict
}

/** What the audit log says of the outcome. */
export interface Verdict extends Pick<AuditEntry, 'decision' | 'confirmed' | 'outcome' | 'requests'> {
  /** The run service has written the line. */
  isRecorded?: true
}

/** Looks up the action and builds its inputs. Sends nothing. */
export async function prepare({ core, offer, read, channel }: CallOf): Promise<ReadyRun | RefusedRun> {
  const { locale, log } = core
  const { integration, config, env, names } = offer.served
  const { parameters, context, problems } = read
  const { signal } = channel
  const request = { action: offer.action.id, parameters, context, locale }
  const reading = { names, found: { parameters: problems } }
  // An experimental action is offered only if the operator allows it.
  const open = await openRun(integration, request, { signal, env, config, log, reading, experimental: true })
  return 'failed' in open ? open : open.prepare()
}

/** Performs a prepared run as soon as there is room, and reports its progress meanwhile. */
export async function perform(call: CallOf, ready: ReadyRun): Promise<Done> {
  const { core, channel, report } = call
  const release = await core.slots.take(channel.signal, channel.caller)
  try {
    const { result } = await ready.perform(report ? { onRow: report.row } : {})
    return toDone(call, result)
  } finally {
    release()
  }
}

/** Keeps a result and returns its answer. */
export function toDone({ core, offer, channel }: CallOf, result: Result): Done {
  const action = { name: offer.texts.name, id: offer.id }
  const number = core.results.keep(action, channel.who.subject, result, new Date().toISOString())
  return {
    answer: toAnswer(result, { ...action, number, undo: undoCallOf(result, offer, core) }, core),
    verdict: {
      decision: 'allowed',
      outcome: result.error?.code ?? 'OK',
      requests: result.run.requests,
    },
  }
}
