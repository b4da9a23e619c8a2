/** What a grant covers. */
import { phrase } from '../../../contract/phrases.ts'
import { coversAction, type Grant } from '../../../service/grants.ts'
import { forbidden } from '../problem/refuse.ts'

/** True if a connection may be used. */
export const mayUse = ({ connections }: Grant, connection: string): boolean =>
  connections === undefined || connections.has(connection)

/** Throws FORBIDDEN if a connection may not be used. */
export function requireConnection(grant: Grant, connection: string): void {
  if (mayUse(grant, connection)) return
  throw forbidden(phrase('You may not use the connection "{connection}".', { connection }))
}

/** Throws FORBIDDEN if an action may not be planned or run. */
export function requireAction(grant: Grant, integration: string, id: string): void {
  if (coversAction(grant, integration, id)) return
  throw forbidden(phrase('You may not run the action "{action}".', { action: id }))
}
