/** What a server is started with. */
import type { Integration } from '../../integration/integration.ts'
import type { LogSink } from '../../safety/log.ts'
import type { Listening } from '../../service/admission.ts'
import type { Audit } from '../../service/audit.ts'
import type { DoorOptions } from '../../service/grants.ts'
import type { Offers } from '../../service/offers.ts'
import type { RunRecord } from '../../service/runs/run.ts'
import type { RunService } from '../../service/runs/service.ts'
import type { NamedTenant } from '../../service/tenants.ts'
import type { McpServer } from './routes/mcp.ts'

/** Everything that a server needs. */
export interface Setup {
  /** Version of the product. */
  version: string
  listen: Listening
  door: DoorOptions
  integrations: readonly Integration[]
  /** The actions and connectors that clients may use. */
  offers: Offers<{ integration: Integration }>
  tenants: readonly NamedTenant[]
  /** Language of sentences for clients that name none. */
  locale: string
  /** Folder of the built page. */
  page: string
  log: LogSink
  runs: RunService
  /** Registers a function that is called when a run has ended. */
  onRunEnd?: (listener: (run: RunRecord) => void) => void
  /** A further address for the metrics alone. */
  metrics?: Listening
  /** Requests may bring their own configuration. */
  allowConfig: boolean
  audit?: Audit
  /** File of the audit log. */
  auditFile?: string
  mcp?: McpServer
  /** The most runs that one caller may start per minute; default 120. */
  runsPerMinute?: number
}
