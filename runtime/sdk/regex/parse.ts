/** Parses regular expressions of JavaScript in `u` mode into a tree. */

/** A part of an expression. */
export type Part =
  /** One character out of a set, as it is written. */
  | { kind: 'set'; source: string }
  | { kind: 'sequence'; parts: Part[] }
  | { kind: 'choice'; options: Part[] }
  | { kind: 'repeat'; part: Part; min: number; max: number }
  /** Matches no character. `other`: \b and \B. */
  | { kind: 'place'; at: 'start' | 'end' | 'other' }
  | { kind: 'look'; part: Part; behind: boolean }
  /** What a group matched, again. */
  | { kind: 'again' }

const PLACES: Record<string, 'start' | 'end'> = { '^': 'start', $: 'end' }

/** Parses an expression that is known to compile. */
export function parseRegex(source: string): Part {
  let at = 0
  const rest = (): string => source.slice(at)
  const take = (pattern: RegExp): string | undefined => {
    const found = pattern.exec(rest())?.[0]
    at += found?.length ?? 0
    return found
  }

  function choice(): Part {
    const options = [sequence()]
    while (take(/^\|/)) options.push(sequence())
    const [only] = options
    return only && options.length === 1 ? only : { kind: 'choice', options }
  }

  function sequence(): Part {
    const parts: Part[] = []
    while (at < source.length && !/^[|)]/.test(rest())) parts.push(repeated(atom()))
    return { kind: 'sequence', parts }
  }

  function repeated(part: Part): Part {
    const sign = take(/^(?:[*+?]|\{\d+(?:,\d*)?\})\??/)
    if (sign === undefined) return part
    const [, least = '', comma, most = ''] = /^\{(\d+)(,?)(\d*)\}/.exec(sign) ?? []
    if (least === '') {
      const [first] = sign
      return {
        kind: 'repeat',
        part,
        min: first === '+' ? 1 : 0,
        max: first === '?' ? 1 : Number.POSITIVE_INFINITY,
      }
    }
    const min = Number(least)
    return {
      kind: 'repeat',
      part,
      min,
      max: comma ? (most === '' ? Number.POSITIVE_INFINITY : Number(most)) : min,
    }
  }

  function atom(): Part {
    const look = take(/^\(\?<?[=!]/)
    if (look) return { kind: 'look', part: inside(), behind: look.includes('<') }
    if (take(/^\((?:\?:|\?<[^>]*>)?/)) return inside()
    const place = take(/^(?:[$^]|\\[bB])/)
    if (place) return { kind: 'place', at: PLACES[place] ?? 'other' }
    if (take(/^\\(?:[1-9]\d*|k<[^>]*>)/)) return { kind: 'again' }
    const set = take(
      /^(?:\[(?:[^\]\\]|\\.)*\]|\\u\{[^}]*\}|\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|\\u[\da-fA-F]{4}|\\x[\da-fA-F]{2}|\\c[A-Za-z]|\\[pP]\{[^}]*\}|\\.|.)/su,
    )
    return { kind: 'set', source: set ?? '' }
  }

  function inside(): Part {
    const part = choice()
    take(/^\)/)
    return part
  }

  return choice()
}
