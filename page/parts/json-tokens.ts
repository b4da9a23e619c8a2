/** Divides JSON text into coloured pieces. */

/** A piece of JSON text and its colour: key, string, number or constant, redacted; none for punctuation. */
interface Token {
  text: string
  tone?: 'k' | 'st' | 'n' | 'm'
}

// The last string of a text that was cut has no end.
const TOKEN = /("(?:\\.|[^"\\])*"?)(:)?|\b(?:true|false|null)\b|-?\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

/** The pieces of JSON text, in order; joined they are the text. */
export function jsonTokens(json: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  for (const match of json.matchAll(TOKEN)) {
    const [whole, string, colon] = match
    if (match.index > at) tokens.push({ text: json.slice(at, match.index) })
    const tone = string === undefined ? 'n' : colon !== undefined ? 'k' : string === '"***"' ? 'm' : 'st'
    tokens.push({ text: string ?? whole, tone })
    if (colon !== undefined) tokens.push({ text: colon })
    at = match.index + whole.length
  }
  if (at < json.length) tokens.push({ text: json.slice(at) })
  return tokens
}
