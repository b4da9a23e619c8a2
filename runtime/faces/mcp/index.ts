/** What the command line starts this face with. */
export { noPrompts } from '../../prompts.ts'
export { closeSessions } from '../../session.ts'
export { openAudit } from './audit.ts'
export { knownScopes } from './case.ts'
export { createCore } from './core.ts'
export { serveHttp } from './http.ts'
export { serveStdio } from './stdio.ts'
