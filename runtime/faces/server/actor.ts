/** The sender of a request as the run service knows it. */
import type { FastifyRequest } from 'fastify'
import type { Actor } from '../../service/runs/run.ts'
import { signedIn } from './door/door.ts'

/** Returns the actor of a request. Throws UNAUTHENTICATED. */
export function actorOf(request: FastifyRequest): Actor {
  const { subject, isPerson, proof, grant } = signedIn(request)
  return {
    subject,
    via: proof === 'token' ? 'api' : 'page',
    person: isPerson,
    ...(grant.connections && { connections: [...grant.connections] }),
  }
}
