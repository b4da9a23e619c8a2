/** Converts one platform's requests and results. */
import type { Result } from '../contract/result.ts'
import type { ConfigSource } from '../integration/config/config.ts'
import type { Integration } from '../integration/integration.ts'
import type { Reading } from '../run/options.ts'

/** The lookups that a dialect may make in its integration. */
export type Catalogue = Pick<Integration, 'spec' | 'ids' | 'action'>

/** A parsed request. `N` is the information that the writing half needs. */
export interface Incoming<N = unknown> {
  /** Not validated yet. */
  request: unknown
  /** How this platform's requests are read. */
  reading?: Pick<Reading, 'found' | 'lenient'>
  /** False: the platform wants every request sent exactly once. */
  retry?: boolean
  /** The configuration that the platform stores. Its fields are final, even empty ones. */
  config?: ConfigSource
  /** The platform's deadline has passed: nothing may be sent. */
  expired?: boolean
  /** For the log of the run. */
  warnings?: readonly string[]
  /** Messages that only the answer shows, before those of the run. */
  steps?: readonly string[]
  notes?: N
}

/** One message of the run's log, secrets redacted. */
export interface LogLine {
  level: 'info' | 'warn' | 'error'
  message: string
  /** Epoch milliseconds. */
  time: number
}

/** The action of a request that has a display name, as far as it is known without an integration. */
export interface Address {
  /** The display name. */
  written: string
  /** Ids that the action probably has. */
  ids: readonly string[]
  /** Whether the request names this integration; absent if it names none. */
  isFor?: (spec: Pick<Integration['spec'], 'id' | 'name' | 'dialects'>) => boolean
}

/** A pair of pure functions, and the platform's process conventions. */
export interface Dialect<N = unknown> {
  /**
   * Throws ActionError, REQUEST_INVALID in most cases.
   *
   * @param named the action that the caller names outside the text
   */
  read(text: string, catalogue: Catalogue, named?: string): Incoming<N> | Promise<Incoming<N>>
  /**
   * The action of a request, for choosing one of several integrations: its id or its address. Throws as `read`.
   *
   * Absent if the caller always names the action outside the text.
   */
  address?(text: string): Address | Promise<Address | string>
  /** Everything that goes to stdout. `notes` are missing if the request could not be read. */
  write(result: Result, log: readonly LogLine[], notes?: N): string
  /** `stopped`: the platform asked the process to end. */
  exitCode(result: Result, stopped: boolean): number
  /** The platform always sends input: without it nothing is run, whatever the arguments are. */
  needsInput?: boolean
  /** An answer is always written: SIGINT is ignored, and so is a second SIGTERM. */
  stubborn?: boolean
}
