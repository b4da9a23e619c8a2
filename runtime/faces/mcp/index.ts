/** The entry point of this face for the command line. */
export { closeSessions } from '../../run/client.ts'
export { openAudit } from '../../service/audit.ts'
export { createCore } from '../../service/service.ts'
export { createGrantedSessions } from './transport/by-grant.ts'
export { serveHttp } from './transport/http.ts'
export { serveStdio } from './transport/stdio.ts'
