/** The rules against sending a write twice: idempotency keys, and writes of unknown outcome. */
import { ActionError } from '../../../contract/errors.ts'
import { phrase } from '../../../contract/phrases.ts'
import { refuse } from '../../../contract/refuse.ts'
import type { Order, Refusal, Started, StartOptions } from '../order.ts'
import { noRun, refusalOf } from '../refusal.ts'
import type { Actor } from '../run.ts'
import type { Runs } from '../runs.ts'
import { fingerprintOf, inputsFingerprint, keyScope } from './fingerprint.ts'
import type { Found, Judged } from './judge.ts'

/** An idempotency key in its scope, with the fingerprint of the request. */
export interface Key {
  scope: string
  fingerprint: string
}

/** Maximum length of a key in characters. */
const LONGEST = 255

/** The characters of a key: visible ASCII, which every client and proxy sends as it is. */
const KEY = /^[!-~]+$/

/**
 * Reads the key of a request. A write through the page or the API needs one.
 *
 * @throws ActionError IDEMPOTENCY_KEY_REQUIRED, REQUEST_INVALID
 */
export function readKey(
  { subject, via }: Actor,
  { order, action, facts, tenant }: Found,
  key: string | undefined,
): Key | undefined {
  if (key === undefined) {
    if (facts.effect === 'read' || via === 'mcp' || via === 'table') return undefined
    throw new ActionError('IDEMPOTENCY_KEY_REQUIRED', { action: action.id }, { unsent: true })
  }
  if (key.length === 0 || key.length > LONGEST) {
    throw refuse(
      phrase('An idempotency key has 1 to {longest} characters; got {length}.', {
        longest: LONGEST,
        length: key.length,
      }),
    )
  }
  if (!KEY.test(key)) {
    const words = { received: JSON.stringify(key.slice(0, 80)) }
    throw refuse(
      phrase('An idempotency key has only visible ASCII characters and no spaces; got {received}.', words),
    )
  }
  return {
    scope: keyScope(subject, order, key),
    fingerprint: fingerprintOf(order, action, tenant.integration.spec),
  }
}

/** Answers a request whose key is known; undefined if it is new. A known key never runs anything again. */
export async function replay(
  runs: Runs,
  key: Key | undefined,
  locale: string,
): Promise<Started | Refusal | undefined> {
  const known = key && (await runs.store.byKey(key.scope))
  if (key === undefined || known === undefined) return undefined
  const { run: id } = known
  const more = { run_id: id }
  if (known.fingerprint !== key.fingerprint)
    return refusalOf(new ActionError('IDEMPOTENCY_KEY_REUSED', { run: id }), locale, more)
  const run = runs.live.get(id)?.record ?? (await runs.store.get(id))
  if (run === undefined) return refusalOf(noRun(id), locale, more)
  if (run.phase !== 'ended') return refusalOf(new ActionError('RUN_IN_PROGRESS', { run: id }), locale, more)
  return { run, replayed: true, ended: Promise.resolve(run) }
}

/** Returns the fingerprints by which a write is recognised when it is sent again; none if repeating it is harmless. */
export function twinsOf(judged: Judged): string[] {
  const { order, action, facts, tenant, ready } = judged
  if (facts.effect === 'read' || facts.idempotent) return []
  const request = fingerprintOf(withoutRemarks(order), action, tenant.integration.spec)
  return [request, inputsFingerprint(facts.integration, action, ready.inputs)]
}

/** What does not change what is sent. */
function withoutRemarks({ case_id: _, note: _note, locale: _locale, ...order }: Order): Order {
  return order
}

/**
 * Refuses a write that was sent before with unknown outcome, unless the caller names that run. Returns the run that this one
 * repeats.
 *
 * @throws ActionError OUTCOME_UNSETTLED, RUN_IN_PROGRESS: with the value `run`
 */
export async function checkTwins(
  runs: Runs,
  connection: string,
  twins: readonly string[],
  { repeat }: StartOptions,
): Promise<string | undefined> {
  if (twins.length === 0) return undefined
  const twin = await runs.store.twin(connection, twins)
  if (twin === undefined) return undefined
  if (twin !== repeat) throw new ActionError('OUTCOME_UNSETTLED', { run: twin }, { retryable: false })
  for (const [run, { record }] of runs.live) {
    if (record.repeats === twin && record.phase !== 'ended') throw new ActionError('RUN_IN_PROGRESS', { run })
  }
  return twin
}
