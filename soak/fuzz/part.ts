/** The fuzz as a part of the soak: requests, contexts, manifests, answers; so many of each. */
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import fc from 'fast-check'
import type { Integration } from '../../runtime/integration/integration.ts'
import { manifestPath } from '../../runtime/integration/layout.ts'
import { readManifest } from '../../runtime/integration/yaml/manifest.ts'
import { closeSessions } from '../../runtime/run/client.ts'
import { runAction } from '../../runtime/run/run-action.ts'
import { type Simulator, startSimulator } from '../../simulator/index.ts'
import { type CliAnswer, commandLine } from '../../testing/command-line.ts'
import { hostileTemplates, repository } from '../../testing/own/repository.ts'
import { configOf, openIntegration, type Subject, subjectsOf } from '../../testing/own/subjects.ts'
import { refusingProxy } from '../../testing/servers.ts'
import type { Part, PartOptions, Report } from '../part.ts'
import { type Answer, answersOf, recorded } from './answers.ts'
import { contextsOf } from './contexts.ts'
import { type Fuzz, runFuzz } from './engine.ts'
import { type Invariants, watchInvariants } from './invariants.ts'
import { manifestsOf } from './manifests.ts'
import { requestsOf } from './requests.ts'

/** Cases of each kind by default. */
const RUNS = 100_000

/** Milliseconds of a run: what answers at all answers at once. */
const TIMEOUT = 4_000

/** What all kinds of fuzz share. */
interface Ground {
  integration: Integration
  subjects: Subject[]
  simulator: Simulator
  invariants: Invariants
  /** An environment that leads nowhere but to the local tenant, whatever address comes up. */
  env: Record<string, string>
}

const KINDS: readonly ((ground: Ground) => Promise<{ fuzz: Fuzz<never>; close?: () => Promise<void> }>)[] = [
  requests,
  contexts,
  manifests,
  answers,
]

export const part: Part = async (options: PartOptions) => {
  const integration = await openIntegration()
  const subjects = await subjectsOf(integration)
  const simulator = await startSimulator({ sizes: { archived: 5, held: 5, tracked: 5, logs: 5 } })
  const proxy = await refusingProxy(403)
  const invariants = await watchInvariants()
  const env = { HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url, NO_PROXY: '127.0.0.1' }
  const ground: Ground = { integration, subjects, simulator, invariants, env }
  const total: Report = { cases: 0, broken: [] }
  try {
    for (const make of KINDS) {
      const { fuzz, close } = await make(ground)
      const { cases, broken } = await runFuzz(fuzz, options.runs ?? RUNS, options)
      await close?.()
      total.cases += cases
      total.broken.push(...broken)
    }
  } finally {
    invariants.close()
    await Promise.all([closeSessions(integration), simulator.close(), proxy.close()])
  }
  return total
}

/** The integration with connections of its own, because the command line closes them with each call. */
const own = (integration: Integration): Integration => ({ ...integration, sessions: new Map() })

const speak = (ground: Ground, argv: readonly string[], stdin: string): Promise<CliAnswer> =>
  commandLine(argv, { stdin, env: ground.env, open: async () => ({ integration: own(ground.integration) }) })

/** Between batches the tenant forgets what was done to it, and the process must be as it was. */
const tidyUp =
  ({ simulator, invariants }: Ground) =>
  (): string[] => {
    simulator.reset()
    return invariants.world()
  }

async function requests(ground: Ground): Promise<{ fuzz: Fuzz<never> }> {
  const { code, break: broken } = hostileTemplates
  const byId = new Map(ground.subjects.map((subject) => [subject.action.id, subject]))
  const [first] = ground.subjects
  if (!first) throw new Error('there are no actions')
  const fuzz: Fuzz<Record<string, unknown>> = {
    name: 'request',
    cases: requestsOf(ground.subjects, [...code, ...broken]),
    check: async (request) => {
      const subject = (typeof request.action === 'string' && byId.get(request.action)) || first
      const config = configOf(ground.simulator, subject)
      const answer = await speak(ground, ['run'], JSON.stringify({ timeout_ms: TIMEOUT, ...request, config }))
      return ground.invariants.written(answer, true)
    },
    between: tidyUp(ground),
  }
  return { fuzz: fuzz as Fuzz<never> }
}

async function contexts(ground: Ground): Promise<{ fuzz: Fuzz<never> }> {
  const fuzz: Fuzz<{ argv: string[]; stdin: string }> = {
    name: 'context',
    cases: contextsOf(ground.integration, ground.subjects, (subject) => configOf(ground.simulator, subject)),
    check: async ({ argv, stdin }) =>
      ground.invariants.written(await speak(ground, argv, stdin), !argv.includes('--dialect')),
    between: tidyUp(ground),
  }
  return { fuzz: fuzz as Fuzz<never> }
}

async function manifests(ground: Ground): Promise<{ fuzz: Fuzz<never> }> {
  const texts = ground.subjects.map(({ action }) =>
    readFileSync(join(repository, manifestPath(action)), 'utf8'),
  )
  const fuzz: Fuzz<string> = {
    name: 'manifest',
    cases: manifestsOf(texts),
    check: async (text) => {
      const reading = await readManifest('manifests/fuzz.yaml', text)
      if (reading.ok) return []
      const [first] = reading.findings
      return first && JSON.stringify(first).length > 2 ? [] : ['it is refused without a reason']
    },
    between: () => ground.invariants.world(),
  }
  return { fuzz: fuzz as Fuzz<never> }
}

/** Every request but that for a token gets the next of the case's answers, the last one again and again. */
async function answers(ground: Ground): Promise<{ fuzz: Fuzz<never>; close: () => Promise<void> }> {
  const scripts = new Map<string, { answers: Answer[]; at: number }>()
  const server: Server = createServer((request, response) => {
    const [, key = '', ...path] = (request.url ?? '').split('/')
    const script = scripts.get(key)
    request.resume()
    request.on('end', () => {
      const isToken = path.join('/') === 'oauth/token'
      const next = script?.answers[Math.min(script.at, script.answers.length - 1)]
      if (isToken || !script || !next) {
        response.writeHead(200, { 'content-type': 'application/json' })
        response.end('{"access_token":"token-of-the-fuzz","expires_in":1799}')
        return
      }
      script.at++
      response.writeHead(next.status, next.headers).end(next.status === 204 ? undefined : next.body)
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const samples = recorded()
  let number = 0
  const fuzz: Fuzz<{ subject: number; answers: Answer[]; repeats: boolean }> = {
    name: 'answer',
    cases: fc.record({
      subject: fc.nat(ground.subjects.length - 1),
      answers: fc.array(answersOf(samples), { minLength: 1, maxLength: 3 }),
      repeats: fc.constantFrom(false, false, false, true),
    }),
    check: async ({ subject: at, answers: given, repeats }) => {
      const subject = ground.subjects[at]
      if (!subject) return []
      const key = `case-${number++}`
      scripts.set(key, { answers: given, at: 0 })
      const integration = own(ground.integration)
      const config = { ...configOf(ground.simulator, subject), api_root: `http://127.0.0.1:${port}/${key}` }
      // Short, so that the pauses that answers ask for cost little. Whatever has come by then, the result must hold.
      const request = { ...subject.request, config, timeout_ms: 300 }
      const result = await runAction(integration, request, { transport: { retry: repeats }, env: ground.env })
      scripts.delete(key)
      await closeSessions(integration)
      return ground.invariants.result(result)
    },
    between: () => ground.invariants.world(),
  }
  const close = async (): Promise<void> => {
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  }
  return { fuzz: fuzz as Fuzz<never>, close }
}
