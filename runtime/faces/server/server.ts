/** Starts and stops the HTTP server. */
import type { AddressInfo } from 'node:net'
import { refuse } from '../../contract/refuse.ts'
import { createApp } from './app.ts'
import { serveMetrics } from './metrics/route.ts'
import type { Setup } from './setup.ts'

/** Milliseconds that responses in progress get at the end. */
const LAST_ANSWERS = 5_000

/** Milliseconds that runs in progress get at the end. */
const GRACE = 25_000

/** A listening server. */
export interface RunningServer {
  /** Its address, with a slash at the end. */
  url: string
  /** A link that signs the owner in once; undefined if the owner cannot sign in this way. */
  link(): string | undefined
  /** Refuses new runs, waits for those in progress, and closes every connection. */
  close(): Promise<void>
}

/**
 * Starts listening.
 *
 * @param onSignIn called when a person has signed in; the link may be another one then
 * @throws ActionError REQUEST_INVALID if the address cannot be used
 */
export async function startServer(setup: Setup, onSignIn: () => void = () => {}): Promise<RunningServer> {
  const { host } = setup.listen
  let { port } = setup.listen
  const { http, sessions, closing, metrics } = await createApp(setup, () => ({ host, port }), onSignIn)
  await http.listen({ host, port }).catch((cause: NodeJS.ErrnoException) => {
    throw refuse(`Cannot listen on ${host}:${port} of --listen (${cause.code}).`, { cause })
  })
  port = (http.server.address() as AddressInfo).port
  const own = setup.metrics && (await serveMetrics(metrics, setup.metrics))
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}/`
  return {
    url,
    link: () => (setup.door.owner === undefined ? undefined : `${url}v1/session?code=${sessions.code}`),
    close: async () => {
      await setup.runs.drain(GRACE)
      await setup.mcp?.close()
      closing.abort()
      const cut = setTimeout(() => http.server.closeAllConnections(), LAST_ANSWERS)
      await http.close()
      clearTimeout(cut)
      own?.closeAllConnections()
      own?.close()
    },
  }
}
