/** Checks tokens of an identity provider (OpenID Connect). */
import { createRemoteJWKSet, type JWTPayload, jwtVerify } from 'jose'
import type { LogSink } from '../../../safety/log.ts'
import { type Grant, grantOf, type OidcOptions } from '../../../service/grants.ts'

/** A person whose token is valid. */
export interface OidcPerson {
  subject: string
  grant: Grant
}

/** Checks a token; undefined if it is not valid. */
export type CheckToken = (token: string) => Promise<OidcPerson | undefined>

/** Signatures with a public key. Without this list, a token could name an algorithm that proves nothing. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
]

/** Seconds that the clocks of the provider and of this machine may differ. */
const TOLERANCE = 30

/** Milliseconds between two requests for the provider's keys, however many unknown keys tokens name. */
const COOLDOWN = 10_000

/** Creates the check. The provider's keys are fetched when they are needed, and again for a key that is not known. */
export function createTokenChecker(options: OidcOptions, log: LogSink): CheckToken {
  const { issuer, audience, person } = options
  let keys: ReturnType<typeof createRemoteJWKSet> | undefined
  const claims = async (token: string): Promise<JWTPayload> => {
    keys ??= createRemoteJWKSet(await findKeys(issuer), { cooldownDuration: options.cooldown_ms ?? COOLDOWN })
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience,
      algorithms: ALGORITHMS,
      clockTolerance: TOLERANCE,
      requiredClaims: ['exp', options.subject],
    })
    return payload
  }
  return async (token) => {
    try {
      const payload = await claims(token)
      const subject = payload[options.subject]
      if (typeof subject !== 'string' || subject === '' || subject.length > 200) return undefined
      return { subject, grant: grantOf(wordsOf(payload[options.scopes]), person) }
    } catch (thrown) {
      // The token itself is a secret; the reason is not.
      const { code, message } = thrown as { code?: string; message: string }
      log.line('info', { reason: code ?? message.slice(0, 200) }, 'A token was refused.')
      return undefined
    }
  }
}

/** Words of a claim: a list, or a text with blanks. Those that are not ours have another prefix. */
function wordsOf(claim: unknown): string[] {
  const words = Array.isArray(claim) ? claim : typeof claim === 'string' ? claim.split(' ') : []
  return words.flatMap((word) =>
    typeof word === 'string' && word.startsWith(PREFIX) ? [word.slice(PREFIX.length)] : [],
  )
}

const PREFIX = 'soar:'

/** The address of the provider's keys, from its discovery document. */
async function findKeys(issuer: string): Promise<URL> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const response = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(10_000) })
  const document = (await response.json()) as { issuer?: unknown; jwks_uri?: unknown }
  if (!response.ok || document.issuer !== issuer || typeof document.jwks_uri !== 'string')
    throw new Error('The discovery document of the issuer cannot be used.')
  const keys = new URL(document.jwks_uri)
  if (keys.protocol !== 'https:' && keys.protocol !== new URL(issuer).protocol)
    throw new Error('The keys of the issuer are not served over https.')
  return keys
}
