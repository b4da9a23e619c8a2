import { createApi } from './api.ts'
import { movableClock } from './dates.ts'
import { exchangesOf } from './exchange.ts'
import { faultList } from './faults.ts'
import { fileLinks } from './files.ts'
import { type Counters, requestLog } from './request-log.ts'
import { readFaults, readSeedFile, type SeedData, type SeededMail, sow } from './seed-data.ts'
import { listen } from './server.ts'
import { createTenant, readState, type TenantState } from './tenant/tenant.ts'
import type { Credentials, Fault, RecordedRequest, SimulatorOptions } from './types.ts'
import { type Watcher, watcherList } from './watchers.ts'

export type { Counters } from './request-log.ts'
export type { SeedData, SeededMail, SeedMail } from './seed-data.ts'
export type { Decision } from './tenant/mails.ts'
export type { ManagedSender, Report, TenantState } from './tenant/tenant.ts'
export type {
  Credentials,
  FailShape,
  Fault,
  RecordedRequest,
  SeedSizes,
  SimulatorOptions,
  Switches,
} from './types.ts'
export type { Moment, Watcher } from './watchers.ts'

/** A running simulated tenant. */
export interface Simulator {
  /** Base URL of the API, without a slash at the end. */
  url: string
  /** Where pre-signed downloads lead: the API's own address, or with `files_apart` another. An Authorization header is refused. */
  files_url: string
  credentials: Credentials
  /** Per kind of credentials, a complete configuration of the integration that works against this simulator. */
  config: { api2: Record<string, string>; api1: Record<string, string> }
  /** The latest API and file requests (not the control ones), oldest first. */
  readonly requests: readonly RecordedRequest[]
  /** How many there were in all, and per path. */
  readonly counters: Counters
  /** The tenant's state, read-only. */
  state: TenantState
  /** Adds a fault. */
  fault(fault: Fault): void
  /** Removes all faults. */
  clearFaults(): void
  /** Adds data while running. */
  seed(data: SeedData): SeededMail[]
  /** Reports each API and file request while it is in progress; the returned function stops this. */
  watch(watcher: Watcher): () => void
  /** Moves the tenant's clock. */
  advance(ms: number): void
  /** Resets to the seed: data, faults, switches, clock, tokens, recorded requests. */
  reset(): void
  close(): Promise<void>
}

/** Accepted credentials. They are invented and valid only for a simulator. */
const CREDENTIALS: Credentials = {
  api2: { client_id: 'simulator-client-id', client_secret: 'simulator-client-secret-4b7d1f' },
  api1: {
    app_id: '3f0c6b1e-8a55-4c2e-9d0e-51a2b7c4d6f8',
    app_key: '00000000-1111-2222-3333-444444444444',
    access_key: 'mYtOL3wr_841R9-wTpOCkE1Abz7CS_hn_D0JitQkZ0pj0xf624UAssuCHKdZ_ye1gzixqUTwfyloEqqGZfvHsfGF',
    secret_key: 'RVoDppfSjDF9M+BVwvP1Q2rbtUvPYL5IgD/INFeBHpV86BNziHoubiVZjmzPjJbfq1VbIyr9i2eK78MmphtgnA==',
  },
}

const TOKEN_SECONDS = 1799
const PAGE_MAX = 100
const REQUESTS_MAX = 10_000

/**
 * Starts a stateful Mimecast tenant on a loopback port. Throws when the port is taken or the seed file is not usable; every
 * other problem is reported in a response.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const file = options.seed_file === undefined ? {} : readSeedFile(options.seed_file)
  const clock = movableClock(options.now ?? Date.now)
  const { now } = clock
  const tenant = createTenant({ now, seed: options.seed, sizes: options.sizes, switches: options.switches })
  const faults = faultList()
  const watchers = watcherList()
  const log = requestLog(options.requests_max ?? REQUESTS_MAX)
  let files_url = ''
  const files = fileLinks(tenant, now, () => files_url)
  const api = createApi({
    now,
    credentials: CREDENTIALS,
    token_seconds: options.token_seconds ?? TOKEN_SECONDS,
    products: options.products,
    rate_limit: options.rate_limit,
    page_max: options.page_max ?? PAGE_MAX,
    tenant,
    files,
  })
  const addFault = (fault: Fault): void => {
    const read = readFaults(fault)
    if ('problems' in read) throw new Error(`The fault is not usable: ${read.problems.join('; ')}`)
    faults.add(fault)
  }
  const plant = (): void => {
    for (const fault of [...(options.faults ?? []), ...(file.faults ?? [])]) addFault(fault)
    sow(tenant, file)
  }
  const reset = (): void => {
    clock.reset()
    tenant.reset()
    faults.clear()
    log.clear()
    api.clear()
    plant()
  }
  const controls = { tenant, faults, log, clock, reset }
  const latency_ms = options.latency_ms ?? 0
  const exchanges = exchangesOf({ api, files, controls, latency_ms, tell: watchers.tell })
  plant()
  const place = { host: options.host ?? '127.0.0.1', tls: options.tls }
  const apiListener = await listen({ ...place, port: options.port ?? 0 }, exchanges.forApi)
  const filesListener = options.files_apart
    ? await listen({ ...place, port: 0 }, exchanges.forFiles)
    : apiListener
  files_url = filesListener.url
  return {
    url: apiListener.url,
    files_url,
    credentials: CREDENTIALS,
    config: configFor(apiListener.url, filesListener.url),
    get requests() {
      return log.latest()
    },
    get counters() {
      return log.counters()
    },
    state: readState(tenant),
    fault: addFault,
    clearFaults: faults.clear,
    seed: (data) => {
      for (const fault of data.faults ?? []) addFault(fault)
      return sow(tenant, data)
    },
    watch: watchers.add,
    advance: clock.advance,
    reset,
    close: async () => {
      await Promise.all([...new Set([apiListener, filesListener])].map((listener) => listener.close()))
    },
  }
}

/** The configuration in the integration's own parameter names. */
function configFor(api_root: string, files_url: string): Simulator['config'] {
  const { app_id, app_key, ...keys } = CREDENTIALS.api1
  const files: { file_hosts?: string } = files_url === api_root ? {} : { file_hosts: new URL(files_url).host }
  return {
    api2: { api_root, ...CREDENTIALS.api2, ...files },
    api1: { api_root, application_id: app_id, application_key: app_key, ...keys, ...files },
  }
}
