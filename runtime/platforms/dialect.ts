/** How one platform spells a request and a result. */
import type { Result } from '../contract/result.ts'
import type { ConfigSource } from '../integration/config/config.ts'
import type { Integration } from '../integration/integration.ts'
import type { Reading } from '../run/options.ts'

/** What a dialect may look up in the integration it spells for. */
export type Catalogue = Pick<Integration, 'spec' | 'ids' | 'action'>

/** What came in, read. `N` is what the writing half needs to know of it. */
export interface Incoming<N = unknown> {
  /** Not checked yet. */
  request: unknown
  /** How this platform's requests are read. */
  reading?: Pick<Reading, 'found' | 'lenient'>
  /** False: the platform wants every request sent once. */
  retry?: boolean
  /** The configuration that the platform stores. Fields that it has there are final, also empty ones. */
  config?: ConfigSource
  /** The platform's deadline is over: nothing may be sent any more. */
  expired?: boolean
  /** For the log of the run. */
  warnings?: readonly string[]
  notes?: N
}

/** One message of the run's log, secrets masked. */
export interface LogLine {
  level: 'info' | 'warn' | 'error'
  message: string
  /** Epoch milliseconds. */
  time: number
}

/** A pair of pure functions, and how the platform treats processes. */
export interface Dialect<N = unknown> {
  /**
   * Throws ActionError, REQUEST_INVALID in most cases.
   *
   * @param named the action that the caller names beside the text
   */
  read(text: string, catalogue: Catalogue, named?: string): Incoming<N> | Promise<Incoming<N>>
  /** Everything that goes to stdout. `notes` are missing when nothing could be read. */
  write(result: Result, log: readonly LogLine[], notes?: N): string
  /** `stopped`: the platform asked the process to end. */
  exitCode(result: Result, stopped: boolean): number
  /** The platform always sends something: without input nothing is run, whatever the arguments say. */
  needsInput?: boolean
  /** An answer is written whatever happens: SIGINT is not heeded, and neither is a second SIGTERM. */
  stubborn?: boolean
}
