/** What the command line starts this face with. */
export { noPrompts } from '../../integration/prompts.ts'
export { closeSessions } from '../../run/client.ts'
export { openAudit } from '../../service/audit.ts'
export { createCore } from '../../service/service.ts'
export { serveHttp } from './transport/http.ts'
export { serveStdio } from './transport/stdio.ts'
