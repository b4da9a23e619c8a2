/** The faults of the matrix: how each is brought about on real sockets, and what a run that meets it must come to. */
import type { Code } from '../../runtime/contract/codes.ts'
import type { Fault, Simulator, SimulatorOptions } from '../../simulator/index.ts'
import { pem } from '../../testing/own/repository.ts'
import { type Bad, cutting, deadPort, elsewhere, refusingProxy } from '../../testing/servers.ts'

/** What about an action decides what it must come to. */
export interface Nature {
  effect: 'read' | 'write' | 'destructive'
  idempotent: boolean
  api: '1.0' | '2.0'
}

/** What a run must come to. */
export interface Verdict {
  code: Code | 'success'
  retryable: boolean
  /** Where two things race and both answers are right. */
  or?: Verdict
}

/** The surroundings of the tenant during a fault. */
export interface Surroundings {
  /** Over the configuration that opens the tenant. */
  config: Record<string, unknown>
  /** Servers to be closed afterwards; `forbidden` ones must not have been met. */
  servers: Bad[]
  forbidden?: Bad
}

/** One column of the matrix. */
export interface FaultCase {
  id: string
  /** As the table calls it. */
  title: string
  /** How the tenant is started. */
  start?: SimulatorOptions
  /** What the tenant does to requests of the API. */
  fault?: Omit<Fault, 'path'>
  /** Its surroundings. */
  around?(simulator: Simulator): Promise<Surroundings>
  /** Milliseconds of the run, unless the default suits it. */
  timeout_ms?: number
  /** The deadline of the run passes as soon as the tenant keeps the answer back. */
  timesOut?: true
  /** Nothing may reach the tenant's API. */
  unreachable?: true
  verdict(nature: Nature): Verdict
}

const always =
  (code: Code | 'success', retryable = false) =>
  () => ({ code, retryable })

/** A read fails as `code`; of a write it is unknown whether it was carried out. */
const doubtful =
  (code: Code | 'success', retryable: boolean) =>
  ({ effect, idempotent }: Nature): Verdict =>
    effect === 'read' ? { code, retryable } : { code: 'OUTCOME_UNKNOWN', retryable: idempotent }

/** Milliseconds beyond every test: an answer, or a rest of it, that does not come. */
const NEVER = 3_600_000

const nothing = async (): Promise<Surroundings> => {
  const root = `http://127.0.0.1:${await deadPort()}`
  return { config: { api_root: root }, servers: [] }
}

const behind = (status: number) => async (): Promise<Surroundings> => {
  const proxy = await refusingProxy(status)
  return { config: { proxy_server_address: proxy.url }, servers: [proxy] }
}

const tunnelRefused = (status: number) => async (): Promise<Surroundings> => {
  const proxy = await refusingProxy(status)
  const config = { proxy_server_address: proxy.url, api_root: 'https://tenant.invalid' }
  return { config, servers: [proxy] }
}

/** Every fault, in the order of the table. */
export const faultCases: readonly FaultCase[] = [
  { id: '400', title: '400', fault: { status: 400 }, verdict: always('VENDOR_REJECTED') },
  {
    id: '401-once',
    title: '401 once',
    fault: { status: 401, times: 1 },
    // A signature cannot be renewed as a token can: refused once, it is refused.
    verdict: ({ api }) => ({ code: api === '2.0' ? 'success' : 'AUTH_FAILED', retryable: false }),
  },
  { id: '401', title: '401 always', fault: { status: 401 }, verdict: always('AUTH_FAILED') },
  { id: '403', title: '403', fault: { status: 403 }, verdict: always('PERMISSION_DENIED') },
  { id: '404', title: '404', fault: { status: 404 }, verdict: always('VENDOR_REJECTED') },
  { id: '409', title: '409', fault: { status: 409 }, verdict: always('VENDOR_REJECTED') },
  {
    id: '429-reset',
    title: '429 with reset',
    fault: { rate_limited_ms: 40, times: 1 },
    verdict: always('success'),
  },
  {
    id: '429-late',
    title: '429 past the deadline',
    // The longest pause that is waited for at all, and a deadline right before its end.
    fault: { rate_limited_ms: 60_000 },
    timeout_ms: 59_000,
    verdict: always('RATE_LIMITED', true),
  },
  {
    id: '500-once',
    title: '500 once',
    fault: { status: 500, times: 1 },
    verdict: doubtful('success', false),
  },
  { id: '500', title: '500 always', fault: { status: 500 }, verdict: doubtful('VENDOR_UNAVAILABLE', true) },
  { id: '503', title: '503', fault: { status: 503 }, verdict: doubtful('VENDOR_UNAVAILABLE', true) },
  {
    id: 'refused',
    title: 'connection refused',
    around: nothing,
    unreachable: true,
    verdict: always('NETWORK_FAILED', true),
  },
  {
    id: 'reset-before',
    title: 'reset before the request',
    around: async () => {
      const server = await cutting()
      return { config: { api_root: server.url }, servers: [server] }
    },
    unreachable: true,
    // API 1.0 has no token to ask for: its first request is the write itself, and may leave before the cut is felt.
    verdict: ({ effect, idempotent, api }) => ({
      code: 'NETWORK_FAILED',
      retryable: true,
      ...(effect !== 'read' && api === '1.0' && { or: { code: 'OUTCOME_UNKNOWN', retryable: idempotent } }),
    }),
  },
  {
    id: 'cut-unhandled',
    title: 'reset after the request arrived, not handled',
    fault: { cut: 'before' },
    verdict: doubtful('NETWORK_FAILED', true),
  },
  {
    id: 'cut-handled',
    title: 'reset after the request was carried out',
    fault: { cut: 'after' },
    verdict: doubtful('NETWORK_FAILED', true),
  },
  { id: 'half', title: 'half a body', fault: { cut: 'half' }, verdict: doubtful('NETWORK_FAILED', true) },
  {
    id: 'slow',
    title: 'slow body past the deadline',
    fault: { slow_body_ms: NEVER },
    timesOut: true,
    verdict: doubtful('TIMED_OUT', true),
  },
  {
    id: 'silent',
    title: 'no answer before the deadline',
    fault: { delay_ms: NEVER },
    timesOut: true,
    verdict: doubtful('TIMED_OUT', true),
  },
  {
    id: 'html',
    title: 'HTML, 200',
    fault: { html: true, status: 200 },
    verdict: doubtful('RESPONSE_INVALID', false),
  },
  {
    id: 'html-502',
    title: 'HTML, 502',
    fault: { html: true },
    verdict: doubtful('VENDOR_UNAVAILABLE', true),
  },
  {
    id: 'empty',
    title: 'empty, 200',
    fault: { empty: true, status: 200 },
    verdict: doubtful('RESPONSE_INVALID', false),
  },
  { id: 'empty-400', title: 'empty, 400', fault: { empty: true }, verdict: always('VENDOR_REJECTED') },
  {
    id: 'broken-json',
    title: 'broken JSON',
    fault: { wrong_json: true },
    verdict: doubtful('RESPONSE_INVALID', false),
  },
  {
    id: 'other-json',
    title: 'JSON of another shape',
    fault: { body: { status: 'ok', items: [1, 2, 3] } },
    verdict: doubtful('RESPONSE_INVALID', false),
  },
  {
    id: 'redirect',
    title: 'redirect elsewhere',
    around: async (simulator) => {
      const other = await elsewhere()
      simulator.fault({ path: API, redirect: `${other.url}/api/elsewhere` })
      return { config: {}, servers: [other], forbidden: other }
    },
    verdict: always('RESPONSE_INVALID'),
  },
  {
    id: 'certificate',
    title: 'untrusted certificate',
    start: { tls: { key: pem('host.key'), cert: pem('host.pem') } },
    unreachable: true,
    verdict: always('CERTIFICATE_UNTRUSTED'),
  },
  {
    id: 'proxy-407',
    title: 'proxy refusing, 407',
    around: behind(407),
    unreachable: true,
    verdict: always('NETWORK_FAILED'),
  },
  {
    id: 'tunnel-403',
    title: 'proxy refusing the tunnel, 403',
    around: tunnelRefused(403),
    unreachable: true,
    verdict: always('NETWORK_FAILED'),
  },
  {
    id: 'tunnel-503',
    title: 'proxy unavailable, 503',
    around: tunnelRefused(503),
    unreachable: true,
    verdict: always('NETWORK_FAILED', true),
  },
  {
    id: 'dns',
    title: 'DNS failure',
    around: async () => ({ config: { api_root: 'http://tenant.invalid' }, servers: [] }),
    unreachable: true,
    verdict: always('NETWORK_FAILED', true),
  },
]

/** Paths of the tenant's API; the token's is another. */
export const API = '/api/*'
