/**
 * The runtime's public surface.
 *
 * What is not here is private.
 */

export type { Action, Context, Contract, Log, Outcome } from './contract/action.ts'
export { type Code, codes } from './contract/codes.ts'
export { ActionError } from './contract/errors.ts'
export type { ClientSetup, CreateClient, Http } from './contract/http.ts'
export type { Json, Row } from './contract/json.ts'
export type { Request } from './contract/request.ts'
export type { Result } from './contract/result.ts'
export type { LoadedAction } from './integration/action.ts'
export { loadIntegration } from './integration/folder.ts'
export type { Integration, IntegrationSpec } from './integration/integration.ts'
export { type Prepared, preparedIntegration } from './integration/prepared.ts'
export { closeSessions } from './run/client.ts'
export {
  type OpenRun,
  openRun,
  type Performed,
  type ReadyRun,
  type RefusedRun,
  type Turn,
} from './run/open-run.ts'
export type { CreateTransport, Hooks, PerformOptions, Reading, RunOptions } from './run/options.ts'
export { parseRequest } from './run/request.ts'
export { runAction } from './run/run-action.ts'
