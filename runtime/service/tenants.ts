/** The tenants that a server works on, by the names of their connections. */
import type { Tenant } from './runs/order.ts'

/** One tenant of one integration. */
export interface NamedTenant extends Tenant {
  /** Name of its connection. */
  name: string
}
