/**
 * The few parts of undici that one request needs.
 *
 * Importing the whole package costs a third of a cold start.
 */
declare module 'undici/lib/dispatcher/pool.js' {
  export { Pool as default } from 'undici'
}

declare module 'undici/lib/core/connect.js' {
  import type { Socket } from 'node:net'
  import type { buildConnector } from 'undici'

  /** As documented for undici's `buildConnector`; it also returns the socket that it is connecting. */
  export default function build(
    options: buildConnector.BuildOptions,
  ): (options: buildConnector.Options, callback: buildConnector.Callback) => Socket
}
