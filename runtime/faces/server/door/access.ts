/** Who sent a request, and what the sender may do. */
import type { FastifyRequest } from 'fastify'
import type { Grant } from '../../../service/grants.ts'

/** How a request proved who sent it. */
export type Proof = 'cookie' | 'proxy' | 'token'

/** The sender of an admitted request. */
export interface Access {
  subject: string
  /** A person, who has to confirm a plan before a write; false for a program. */
  isPerson: boolean
  proof: Proof
  grant: Grant
}

const known = new WeakMap<FastifyRequest, Access>()

/** Remembers who sent a request. */
export const admit = (request: FastifyRequest, access: Access): unknown => known.set(request, access)

/** Who sent a request; undefined before the door has admitted it. */
export const accessOf = (request: FastifyRequest): Access | undefined => known.get(request)
