/** The client of a call, in both eras of the protocol. */
import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  type RequestId,
  type Server,
  type ServerContext,
} from '@modelcontextprotocol/server'
import { isRecord, type Json } from '../../contract/json.ts'
import { visibleLine } from '../../safety/control-characters.ts'
import { PATIENCE } from '../../service/service.ts'
import { type Channel, QUESTION, type Reply, YES } from './call/channel.ts'

/** The properties of one client. */
export interface Client {
  /** The owner of the bearer token it uses. */
  subject?: string | undefined
  /** What quotas count: the subject, or the session; nothing for the only client of a server. */
  caller?: string
  /** The method, if the server answers one request only. */
  method?: string | undefined
  /** Aborted when no client is left to answer a question. */
  gone: AbortSignal
  /** Called when a request was cancelled and so gets no answer. */
  cancelled?: (requestId: RequestId) => void
}

/** Since 2026-07-28 every request has an envelope: there is no session, and questions are answers that the client repeats. */
export const isModern = ({ mcpReq }: ServerContext): boolean => mcpReq.envelope !== undefined

/** What quotas count. A request without session and token is counted by the name of its client. */
export const callerOf = (server: Server, client: Client, context: ServerContext): string =>
  client.caller ?? (isModern(context) && context.http ? nameOf(server, context) : '')

/** The channel of one request. */
export function channelOf(server: Server, client: Client, context: ServerContext): Channel {
  const { mcpReq } = context
  const token = mcpReq._meta?.progressToken
  const { subject } = client
  return {
    who: { client: nameOf(server, context), ...(subject === undefined ? {} : { subject }) },
    caller: callerOf(server, client, context),
    signal: mcpReq.signal,
    ...(token === undefined
      ? {}
      : {
          progress: (progress) => {
            const params = { progressToken: token, ...progress }
            // A client that no longer listens misses only this notification.
            mcpReq.notify({ method: 'notifications/progress', params }).catch(() => {})
          },
        }),
    ...(canAsk(server, context)
      ? isModern(context)
        ? { reply: replyOf(context) }
        : { ask: (question) => ask(context, client.gone, question) }
      : {}),
  }
}

/** Asks over the stream of the call itself: over HTTP it may be the only one. A missing answer is a no. */
async function ask({ mcpReq }: ServerContext, gone: AbortSignal, message: string): Promise<boolean> {
  const params = { mode: 'form' as const, message, requestedSchema: YES }
  const options = { timeout: PATIENCE, signal: AbortSignal.any([mcpReq.signal, gone]) }
  try {
    const answer = await mcpReq.send({ method: 'elicitation/create', params }, options)
    return answer.action === 'accept'
  } catch {
    return false
  }
}

/** The answer to an earlier question that the request brings with it. Nothing in it can be trusted. */
function replyOf({ mcpReq }: ServerContext): Reply {
  const state = mcpReq.requestState()
  const answer = mcpReq.inputResponses?.[QUESTION]
  const isAnswer = typeof answer === 'object' && answer !== null && 'action' in answer
  if (typeof state !== 'string' || !isAnswer) return {}
  return { answered: { question: state, isAccepted: answer.action === 'accept' } }
}

function canAsk(server: Server, { mcpReq }: ServerContext): boolean {
  const declared: unknown =
    (mcpReq.envelope as Record<string, unknown> | undefined)?.[CLIENT_CAPABILITIES_META_KEY] ??
    server.getClientCapabilities()
  const { elicitation } = (declared ?? {}) as { elicitation?: { form?: object; url?: object } }
  // Without modes, it is the mode of forms, which was the first.
  return elicitation !== undefined && (elicitation.form !== undefined || elicitation.url === undefined)
}

function nameOf(server: Server, { mcpReq }: ServerContext): string {
  const envelope = mcpReq.envelope as Record<string, Json> | undefined
  const declared = envelope?.[CLIENT_INFO_META_KEY] ?? server.getClientVersion()
  const { name = 'unknown', version = '' } = isRecord(declared) ? declared : {}
  return visibleLine(`${name}/${version}`.slice(0, 120))
}
