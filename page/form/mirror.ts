/** Divides the source of a template into coloured pieces, with a mark below what is wrong. */
import type { TemplateProblem } from '../api/types.ts'

/** A piece of a source. */
interface MirrorPiece {
  text: string
  /** Inside `{{ }}`, `{% %}` or `{# #}`. */
  isCode: boolean
  isWrong: boolean
}

/** The place of a problem, from line and columns, which count from 1. */
interface Span {
  from: number
  to: number
}

/** Where a problem is in the source; undefined without a place. At least one character is marked. */
export function spanOf(
  source: string,
  { line = 0, column = 0, end_column }: Partial<TemplateProblem>,
): Span | undefined {
  const lines = source.split('\n')
  const text = lines[line - 1]
  if (text === undefined || column < 1) return undefined
  const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0)
  const first = Math.min(column - 1, Math.max(0, text.length - 1))
  const last = Math.min(Math.max((end_column ?? column + 1) - 1, first + 1), Math.max(text.length, first + 1))
  return { from: start + first, to: Math.min(start + last, source.length) }
}

/** The pieces of a source; joined they are the source. */
export function mirrorPieces(source: string, wrong?: Span): MirrorPiece[] {
  const edges = new Set([0, source.length, ...(wrong ? [wrong.from, wrong.to] : [])])
  const code = codeSpans(source)
  for (const { from, to } of code) {
    edges.add(from)
    edges.add(to)
  }
  const sorted = [...edges].sort((a, b) => a - b)
  return sorted.slice(1).map((to, at) => {
    const from = sorted[at] ?? 0
    return {
      text: source.slice(from, to),
      isCode: code.some((span) => span.from <= from && to <= span.to),
      isWrong: wrong !== undefined && wrong.from <= from && to <= wrong.to,
    }
  })
}

const ENDS: Readonly<Record<string, string>> = { '{{': '}}', '{%': '%}', '{#': '#}' }

/** The parts between delimiters; one that is not closed goes to the end. */
function codeSpans(source: string): Span[] {
  const spans: Span[] = []
  for (let at = 0; at < source.length - 1; at++) {
    const end = ENDS[source.slice(at, at + 2)]
    if (end === undefined) continue
    const found = source.indexOf(end, at + 2)
    const to = found < 0 ? source.length : found + 2
    spans.push({ from: at, to })
    at = to - 1
  }
  return spans
}
