/** The HTTP server: the API and the page. */
export { type RunningServer, startServer } from './server.ts'
export type { Setup } from './setup.ts'
