/** The names of all filters, tests, functions and methods. */
import { type Position, type TemplateError, templateError } from '../errors.ts'
import { FILTERS, TESTS } from './registry.ts'

/** Names from other template languages, and their spelling here. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  bool: 'Write {{ x == "true" }} or a test such as {{ x is true }}.',
  zip: 'Use {% for x in xs %} with ys[loop.index0].',
  to_json: 'The filter is "tojson".',
  dump: 'The filter is "tojson".',
  nl2br: 'Use replace("\\n", "<br>").',
  split: 'Write x.split(",").',
  startswith: 'Write x.startswith("a").',
  contains: 'Write "a" in x.',
  regex_replace: 'Use replace(old, new).',
  strftime: 'Use the filter "date".',
  len: 'The filter is "length".',
}

/** Whether a filter of this name can be used. */
export function knownFilter(name: string): boolean {
  return FILTERS.has(name)
}

/** Whether a test of this name can be used. */
export function knownTest(name: string): boolean {
  return TESTS.has(name)
}

export function unknownFilter(name: string, at?: Position): TemplateError {
  return templateError(
    'refused',
    `There is no filter "${name}".`,
    at,
    ELSEWHERE[name] ?? nearest(name, FILTERS.keys()),
  )
}

export function unknownTest(name: string, at?: Position): TemplateError {
  return templateError('refused', `There is no test "${name}".`, at, nearest(name, TESTS.keys()))
}

function nearest(name: string, known: Iterable<string>): string {
  const close = [...known]
    .map((candidate) => [distance(name, candidate), candidate] as const)
    .filter(([far, candidate]) => far <= Math.max(1, candidate.length / 3))
    .sort(([a, x], [b, y]) => a - b || (x < y ? -1 : 1))
    .slice(0, 3)
    .map(([, candidate]) => `"${candidate}"`)
  return close.length === 0 ? 'docs/templates.md lists what there is.' : `Did you mean ${close.join(' or ')}?`
}

/** Levenshtein's distance, for names of some tens of letters. */
function distance(a: string, b: string): number {
  if (a.length > 40) return a.length
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
