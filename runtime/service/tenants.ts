/** The tenants that a server works on, by the names of their connections. */
import type { ConfigSource, Environment } from '../integration/config/config.ts'
import type { Integration } from '../integration/integration.ts'
import type { Bag } from '../schema/parameters.ts'

/** One tenant of one integration. */
export interface NamedTenant {
  /** Name of its connection. */
  name: string
  integration: Integration
  /** Sources of its configuration. */
  config: readonly ConfigSource[]
  env: Environment
  /** Names that templates see. */
  names: Bag
  kind?: 'production' | 'test'
  /** Display name. */
  label?: string
}
