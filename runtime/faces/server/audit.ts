/** The audit lines of the server itself: sign-ins, and requests that the door refused. */
import type { FastifyRequest } from 'fastify'
import type { Audit, Decision } from '../../service/audit.ts'
import { accessOf } from './door/access.ts'

/** Records that a person has signed in. */
export const auditSignIn = (
  audit: Audit | undefined,
  request: FastifyRequest,
  subject: string,
): Promise<void> => write(audit, request, { subject, decision: 'allowed', outcome: 'OK' })

/** Records a request that the door refused. What the run service refuses is in its own lines. */
export async function auditDenied(
  audit: Audit | undefined,
  request: FastifyRequest,
  code: string,
): Promise<void> {
  // Requests without credentials are not recorded: they could fill the disk.
  const isTry = code === 'UNAUTHENTICATED' && request.headers.authorization !== undefined
  if (code !== 'FORBIDDEN' && !isTry) return
  const subject = accessOf(request)?.subject
  await write(audit, request, {
    ...(subject !== undefined && { subject }),
    decision: 'denied',
    outcome: code,
  })
}

async function write(
  audit: Audit | undefined,
  request: FastifyRequest,
  { subject, decision, outcome }: { subject?: string; decision: Decision; outcome: string },
): Promise<void> {
  await audit?.write(
    {
      at: new Date().toISOString(),
      who: { client: request.ip, ...(subject === undefined ? {} : { subject }) },
      tool: `${request.method} ${request.routeOptions.url ?? 'page'}`,
      decision,
      inputs: {},
      outcome,
      ms: 0,
    },
    false,
  )
}
