/** Errors of the server itself, for routes to throw. */
import { ActionError } from '../../../contract/errors.ts'
import { type Phrase, phrase } from '../../../contract/phrases.ts'

/** FORBIDDEN: the caller may not do this. */
export const forbidden = (reason: Phrase): ActionError =>
  new ActionError('FORBIDDEN', { reason }, { unsent: true })

/** NOT_FOUND: what the request names does not exist, or the caller may not see it. */
export const notFound = (reason: Phrase): ActionError =>
  new ActionError('NOT_FOUND', { reason }, { unsent: true })

/** UNAUTHENTICATED: it is not known who sent the request. */
export const unauthenticated = (
  reason: Phrase = phrase('Sign in, or send a valid bearer token.'),
): ActionError => new ActionError('UNAUTHENTICATED', { reason }, { unsent: true })
