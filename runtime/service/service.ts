/** The state that all clients of one server process share. */
import { type Language, languageOf, type Translate, translateIn } from '../i18n/sentences.ts'
import type { ConfigSource, Environment } from '../integration/config/config.ts'
import type { Integration } from '../integration/integration.ts'
import type { PromptSet } from '../integration/prompts.ts'
import type { CallArguments } from '../platforms/arguments.ts'
import type { ReadyRun } from '../run/open-run.ts'
import type { LogSink } from '../safety/log.ts'
import type { Bag } from '../schema/parameters.ts'
import type { Audit } from './audit.ts'
import { BUDGET } from './budget.ts'
import { createResults, type Results } from './kept-results.ts'
import { logoOf } from './logo.ts'
import { type BrokenIntegration, makeOffers, type Offers, type Policy } from './offers.ts'
import { createOpenQuestions, type OpenQuestions } from './open-questions.ts'
import { createQuota, type Limits, type Quota } from './quota.ts'
import type { RunService } from './runs/service.ts'
import { createSlots, type Slots } from './slots.ts'

/** A tenant: the configuration of a connection, the environment, names for templates. */
interface ServedTenant {
  config: readonly ConfigSource[]
  env: Environment
  names: Bag
}

/** One of several tenants of an integration. */
export interface ServedConnection extends ServedTenant {
  connection: string
  kind?: 'production' | 'test'
  label?: string
}

/** One integration that a server offers, with its own tenant. */
export interface Served extends ServedTenant {
  integration: Integration
  prompts: PromptSet
  /** Name of the connection; a run service needs it. */
  connection?: string
  /** If there are several, a call names one of them, and the integration itself has no configuration. */
  connections?: readonly ServedConnection[]
}

/** A change that was shown to a person, and is made exactly as it was shown: a plan of the run service, or a prepared run. */
export type WaitingChange = ({ plan: string } | { ready: ReadyRun }) & {
  /** Cancels a prepared run, which outlives the request that asked. */
  control?: AbortController
}

/** Milliseconds that a person has to answer. */
export const PATIENCE = 5 * 60_000

/** Options for starting a server. */
export interface Setup {
  served: readonly Served[]
  /** Integrations that cannot be loaded: their tools are not offered. */
  broken?: readonly BrokenIntegration[]
  /** Language of all texts; an integration without it uses its first one. */
  locale: string
  policy: Policy
  /** Arguments that every tool accepts besides the parameters of its action. */
  callArguments: CallArguments
  audit?: Audit
  /** Starts the runs, so that the history has them; without it, calls run on their own. */
  runs?: RunService
  log: LogSink
  /** Maximum number of concurrent actions; default 16. */
  concurrency?: number
  /** Maximum number of characters of the text, and of the structured content, of one answer; default 20,000. */
  budget?: number
}

/** Default maximum number of concurrent actions. */
const CONCURRENCY = 16

/** A server's state. */
export interface Core extends Setup {
  budget: number
  offers: Offers<Served>
  slots: Slots
  results: Results
  /** The language of all texts, loaded. */
  language: Language
  t: Translate
  /** Requests in progress. */
  pending: Set<Promise<unknown>>
  /** Requests and open questions by caller. */
  requests: Quota
  questions: Quota
  /** Changes that wait for the answer of a person in a second request. */
  waiting: OpenQuestions<WaitingChange>
  /** The logo of the only integration, as a `data:` address. */
  logo: string | undefined
}

/**
 * Loads the offered actions.
 *
 * @throws ActionError if the policy names an unknown action, or a manifest of the only integration is invalid
 */
export async function createCore(setup: Setup): Promise<Core> {
  const language = await languageOf(setup.locale)
  const questions = createQuota(QUESTIONS)
  const [only] = setup.served
  return {
    ...setup,
    budget: setup.budget ?? BUDGET,
    language,
    t: translateIn(language),
    offers: await makeOffers(setup.served, setup.broken ?? [], setup.policy, setup.locale),
    slots: createSlots(setup.concurrency ?? CONCURRENCY),
    results: createResults(),
    pending: new Set(),
    requests: createQuota(REQUESTS),
    questions,
    logo: only && setup.served.length === 1 ? await logoOf(only.integration) : undefined,
    waiting: createOpenQuestions(questions, PATIENCE),
  }
}

/** Requests in progress, including requests that wait for a slot or for a person. */
const REQUESTS: Limits = { own: 400, all: 1_000 }

/** Questions that wait for a person. A person answers one at a time. */
const QUESTIONS: Limits = { own: 20, all: 200 }

/** Tracks a request until it is answered. Returns undefined without starting it if too many are in progress. */
export function track<T>(core: Core, caller: string, work: () => Promise<T>): Promise<T> | undefined {
  const leave = core.requests.enter(caller)
  if (leave === undefined) return undefined
  const promise = work()
  core.pending.add(promise)
  const forget = (): void => {
    core.pending.delete(promise)
    leave()
  }
  promise.then(forget, forget)
  return promise
}

/** Waits until no request is in progress. */
export async function settled({ pending }: Core): Promise<void> {
  while (pending.size > 0) await Promise.allSettled(pending)
}
