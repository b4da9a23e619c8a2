/** YAML manifests with something wrong in them. */
import fc from 'fast-check'
import { parse } from 'yaml'
import { change, changed, hostileName } from './values.ts'

/** Texts made from manifests that are right: changed as data (JSON is YAML, too), and changed as text. */
export function manifestsOf(texts: readonly string[]): fc.Arbitrary<string> {
  const data = texts.map((text) => parse(text) as unknown)
  const asData = fc
    .tuple(fc.constantFrom(...data), fc.array(change, { minLength: 1, maxLength: 3 }))
    .map(([manifest, changes]) => JSON.stringify(changed(manifest, changes)) ?? '')
  const asText = fc
    .tuple(fc.constantFrom(...texts), fc.array(edit, { minLength: 1, maxLength: 4 }))
    .map(editText)
  const none = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('', '---', '&a [*a]', '? ? ?', '!!js/function x'),
  )
  return fc.oneof(
    { weight: 5, arbitrary: asData },
    { weight: 5, arbitrary: asText },
    { weight: 1, arbitrary: none },
  )
}

interface Edit {
  at: number
  cut: number
  put: string
}

const PIECES = [
  '{{',
  '}}',
  '{% if %}',
  '\t',
  '\n',
  ': ',
  '- ',
  '#',
  '"',
  "'",
  '&a ',
  '*a',
  '<<: *a',
  '|\n',
  '>-\n',
  '!!set ',
  '[',
  '}',
  '? ',
  '__proto__: 1\n',
  'type: wrong\n',
  '@',
  '`',
  '%',
  '\u0000',
  '\ud800',
  '{{ a.b.c | nope }}',
  'pattern: "(a+)+$"\n',
]

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.nat(20_000),
  cut: fc.constantFrom(0, 0, 1, 3, 20, 200),
  put: fc.oneof(fc.constantFrom(...PIECES), hostileName),
})

const editText = ([text, edits]: [string, Edit[]]): string =>
  edits.reduce((changing, { at, cut, put }) => {
    const place = at % (changing.length + 1)
    return changing.slice(0, place) + put + changing.slice(place + cut)
  }, text)
