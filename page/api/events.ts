/** Reads server-sent events with fetch, which sends the session like every other request. */
import { problemIn, send } from './client.ts'

/** One event of a run: `state`, `rows`, `pause`, `log`, `end` or `resync`. */
interface RunEvent {
  id?: string
  event: string
  data: unknown
}

/**
 * Yields the events of a run until the server ends the stream.
 *
 * @param after id of the last event that was seen; the stream continues behind it
 * @throws ApiProblem if the server refuses, or if the connection breaks
 */
export async function* runEvents(
  path: string,
  signal: AbortSignal,
  after?: string,
): AsyncGenerator<RunEvent> {
  const headers = { accept: 'text/event-stream', ...(after !== undefined && { 'last-event-id': after }) }
  const response = await send('GET', path, { headers, signal })
  if (!response.ok || !response.body) throw await problemIn(response)
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  const parser = eventParser()
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield* parser(part.value)
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

/** Returns a function that takes pieces of a stream and returns the events that are complete. */
function eventParser(): (piece: string) => RunEvent[] {
  let rest = ''
  return (piece) => {
    const blocks = (rest + piece).replaceAll('\r\n', '\n').split('\n\n')
    rest = blocks.pop() ?? ''
    return blocks.flatMap((block) => eventOf(block) ?? [])
  }
}

/** One event; undefined for a comment, which only keeps the connection open. */
function eventOf(block: string): RunEvent | undefined {
  const fields: Record<string, string> = {}
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':')
    if (colon < 1) continue
    const name = line.slice(0, colon)
    const value = line.slice(colon + 1).replace(/^ /, '')
    fields[name] = name === 'data' && fields.data !== undefined ? `${fields.data}\n${value}` : value
  }
  const { id, event = 'message', data } = fields
  if (data === undefined) return undefined
  return { ...(id !== undefined && { id }), event, data: parsed(data) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
