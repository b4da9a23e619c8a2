/** The header Prefer (RFC 7240): how long a client waits for a run. */
import type { FastifyRequest } from 'fastify'

/** How long to wait; `asked` is what the client asked for, for Preference-Applied. */
export interface Waiting {
  /** Milliseconds; undefined waits for the end. */
  ms?: number
  asked?: string
}

/** Longest wait in seconds; proxies cut longer ones. */
const LONGEST = 600

/** Reads the header; what is not understood is ignored, as the standard says. */
export function waitingOf({ headers }: FastifyRequest): Waiting {
  const preferences = String(headers.prefer ?? '')
    .slice(0, 500)
    .split(/[,;]/)
    .map((word) => word.trim().toLowerCase())
  const wait = preferences.map((word) => /^wait ?= ?"?(\d{1,9})"?$/.exec(word)?.[1]).find((text) => text)
  if (wait !== undefined) {
    const seconds = Math.min(LONGEST, Number(wait))
    return { ms: seconds * 1000, asked: `wait=${seconds}` }
  }
  return preferences.includes('respond-async') ? { ms: 0, asked: 'respond-async' } : {}
}

/** Waits for the end of work; undefined if it takes longer. */
export async function waitFor<T>(work: Promise<T>, { ms }: Waiting): Promise<T | undefined> {
  if (ms === undefined) return work
  if (ms === 0) return undefined
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
