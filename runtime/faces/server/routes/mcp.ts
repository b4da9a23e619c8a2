/** `/mcp`: the MCP server at the same address, behind the same door. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'
import type { LogSink } from '../../../safety/log.ts'
import type { Grant } from '../../../service/grants.ts'
import { signedIn } from '../door/door.ts'
import { SAFE_HEADERS } from '../page/headers.ts'

/** Answers the requests of MCP clients. */
export interface McpServer {
  /** Answers one request, whose body has not been read. */
  handle(
    request: IncomingMessage,
    response: ServerResponse,
    caller: { subject: string; grant: Grant },
  ): Promise<void>
  close(): Promise<void>
}

/** Adds the route. The protocol has its own answers, so Fastify gives request and response away. */
export async function addMcp(app: FastifyInstance, mcp: McpServer, log: LogSink): Promise<void> {
  await app.register(async (own) => {
    own.removeAllContentTypeParsers()
    own.addContentTypeParser('*', async () => undefined)
    own.route({
      method: ['GET', 'POST', 'DELETE'],
      url: '/mcp',
      exposeHeadRoute: false,
      config: { access: 'signed in' },
      handler: async (request, reply) => {
        const { subject, grant } = signedIn(request)
        reply.hijack()
        for (const [name, value] of Object.entries(SAFE_HEADERS)) reply.raw.setHeader(name, value)
        try {
          await mcp.handle(request.raw, reply.raw, { subject, grant })
        } catch (err) {
          log.line('error', { err }, 'Internal error.')
          if (!reply.raw.headersSent) reply.raw.writeHead(500)
          reply.raw.end()
        }
      },
    })
  })
}
