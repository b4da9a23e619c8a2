/** The runtime's public surface. What is not here is private. */
export { ActionError, type Code, codes } from './errors.ts'
export type { Integration, IntegrationSpec, LoadedAction } from './integration.ts'
export { loadIntegration } from './integration-folder.ts'
export { type Prepared, preparedIntegration } from './prepared.ts'
export { parseRequest } from './request.ts'
export { type RunOptions, runAction } from './run.ts'
export { closeSessions } from './session.ts'
export type {
  Action,
  ClientSetup,
  Context,
  Contract,
  CreateClient,
  Http,
  Json,
  Log,
  Outcome,
  Request,
  Result,
  Row,
} from './types.ts'
