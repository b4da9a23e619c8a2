/** What is checked: a connection, or the configuration of a request. */
import type { ConfigSource, Environment } from '../../integration/config/config.ts'
import type { Bag } from '../../schema/parameters.ts'
import type { NamedSource } from './configured.ts'
import type { ReportedConnection } from './step.ts'

/** What is checked: the sources of a configuration, and how the check action is run. */
export interface Subject {
  /** Every source of the configuration, the most important first. */
  sources: readonly NamedSource[]
  /** A request for the check action of the integration. */
  request: Record<string, unknown>
  /** Sources besides the request and the environment. */
  config: readonly ConfigSource[]
  env: Environment
  /** Names that templates see. */
  names: Bag
  /** The connection, if one is used. */
  connection?: ReportedConnection | undefined
}
