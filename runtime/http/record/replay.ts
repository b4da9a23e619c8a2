/** Answers the requests of a run from recorded exchanges. */
import { ActionError, type RawProblem } from '../../contract/errors.ts'
import { phrase, type Word } from '../../contract/phrases.ts'
import type { Send, Sent } from '../sending.ts'
import { bodyBytes } from './body.ts'
import type { ReplayClock } from './clock.ts'
import { requestDifferences, SECOND } from './compare.ts'
import type { Difference } from './differences.ts'
import type { RecordedExchange, RecordedRequest } from './exchange.ts'
import { failureOf } from './failure.ts'
import { createHide } from './hide.ts'
import { recordRequest } from './recorder.ts'

/** Answers requests without a network. */
export interface Replay {
  /** Replaces what sends requests. Throws REPLAY_MISMATCH for a request that is not recorded. */
  readonly send: Send
  /** What the run did otherwise than the recording: requests that it does not have, exchanges that were not used. */
  problems(): RawProblem[]
}

/** Makes a replay of recorded exchanges. Each answers one request; of equal ones, the first answers first. */
export function createReplay(exchanges: readonly RecordedExchange[], clock: ReplayClock): Replay {
  const start = clock.now()
  const left = new Set(exchanges)
  const unexpected: RawProblem[] = []
  let count = 0

  return {
    send: async (outgoing, run) => {
      count++
      const sent = recordRequest(outgoing, createHide(run.redact))
      const slack = (at: number): number => Math.max(at, clock.now() - start) + SECOND
      const compared = [...left].map((exchange) => ({
        exchange,
        found: requestDifferences(exchange.request, sent, slack(exchange.at)),
      }))
      const match = compared.find(({ found }) => found.length === 0)
      if (!match) {
        const nearest = compared.sort((a, b) => distance(a.found) - distance(b.found))[0]
        const number = nearest && exchanges.indexOf(nearest.exchange) + 1
        const problem = unrecorded(count, sent, number, nearest?.found ?? [])
        unexpected.push(problem)
        throw new ActionError('REPLAY_MISMATCH', {}, { problems: [problem], unsent: true })
      }
      const { exchange } = match
      left.delete(exchange)
      await new Promise(setImmediate)
      clock.moveTo(start + exchange.at + exchange.ms)
      if (exchange.failure?.by === 'deadline') clock.moveTo(run.deadline)
      return outcomeOf(exchange)
    },
    problems: () => {
      const [first] = left
      if (unexpected.length > 0 || !first) return unexpected
      const { method, url } = first.request
      const values = {
        count: left.size,
        number: exchanges.indexOf(first) + 1,
        method,
        path: new URL(url).pathname,
      }
      return [{ where: `exchanges[${values.number - 1}]`, rule: 'replay_left', values }]
    },
  }
}

function outcomeOf({ response, failure }: RecordedExchange): Sent {
  if (failure) return { broken: failureOf(failure), proxy: failure.proxy }
  const { status = 0, headers = {}, body, proxy } = response ?? {}
  return { answer: { status, headers, body: bodyBytes(body) }, proxy }
}

/** A request to another address is further away than one with another content. */
const distance = (found: readonly Difference[]): number =>
  found.reduce((sum, { where }) => sum + (/^(?:method|host|path)$/.test(where) ? 1000 : 1), 0)

/** Differences that one problem lists. */
const MOST = 5

function unrecorded(
  count: number,
  { method, url }: RecordedRequest,
  number: number | undefined,
  found: readonly Difference[],
): RawProblem {
  const listed = found
    .slice(0, MOST)
    .map(
      ({ where, a, b }): Word =>
        phrase('{where}: recorded {recorded}, sent {sent}', { where, recorded: show(a), sent: show(b) }),
    )
  const [first, ...more] = listed
  return {
    where: `request ${count}`,
    rule: 'replay_unexpected',
    values: {
      count,
      method,
      path: new URL(url).pathname,
      ...(number !== undefined && { number }),
      ...(first !== undefined && {
        differences: more.reduce((all, next) => phrase('{all}; {next}', { all, next }), first),
      }),
    },
  }
}

/** Characters of a value that a problem shows. */
const LONGEST = 120

function show(value: unknown): Word {
  if (value === undefined) return phrase('nothing')
  const text = JSON.stringify(value)
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}
