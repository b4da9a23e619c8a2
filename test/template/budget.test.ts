import { describe, expect, test } from 'vitest'
import { startRun } from '../../runtime/template/evaluate/start.ts'
import { positional } from '../../runtime/template/library/builtin.ts'
import { methodOf } from '../../runtime/template/library/lookup.ts'
import { FILTERS } from '../../runtime/template/library/registry.ts'
import { parseTemplate } from '../../runtime/template/parse/parse.ts'
import { isTemplateError, templateFromTree } from '../../runtime/template/template.ts'
import { parseJson } from '../../runtime/template/values/json.ts'
import type { Run, Value } from '../../runtime/template/values/values.ts'

/** Renders without the bound on processor time: the counts alone have to stop what runs away. */
function outcome(
  source: string,
  data: Record<string, unknown> = {},
  time = Number.POSITIVE_INFINITY,
): unknown {
  try {
    return templateFromTree(parseTemplate(source)).render(data, { undefined: 'empty', budget: { time } })
  } catch (error) {
    if (isTemplateError(error)) return { kind: error.kind, message: error.message }
    throw error
  }
}

const stopped = { kind: 'budget' }
const loop = (body: string, before = ''): string => `${before}{% for i in range(900000) %}${body}{% endfor %}`
const T = "{% set t = 'a' * 5000000 %}"
const BIG = '{% set a = 3 ** 28000 %}'

describe('what ran on before it was counted is stopped by the counts alone', () => {
  test.each<[name: string, source: string, data?: Record<string, unknown>]>([
    ['attributes of sort', `{{ ([{}]*300)|sort(attribute=','*4900000)|length }}`],
    [
      'tuples as keys',
      `${T}{% set k=(t,)*100 %}{% set d={} %}{% for i in range(100000) %}{% set _=d.setdefault(k+(i,),1) %}{% endfor %}`,
    ],
    ['strip', loop(`{% set _ = 'x'.strip(t) %}`, T)],
    ['trim', loop(`{% set _ = 'x'|trim(t) %}`, T)],
    ['truncate', loop(`{% set _ = 'x'|truncate(5000000,true,t) %}`, T)],
    ['format', loop('{% set _ = t.format() %}', T)],
    ['percent', loop(`{% set _ = '%s' % t %}`, T)],
    ['format with a precision', loop(`{% set _ = '{:.1}'.format(t) %}`, T)],
    ['format with a width', loop(`{% set _ = '{:>1}'.format(t) %}`, T)],
    ['paths in formats', loop('{% set _ = f.format(1) %}', "{% set f = '{0' ~ '.real' * 900000 ~ '}' %}")],
    ['format_map', loop(`{% set _ = 'x'.format_map(d) %}`, '{% set d = {}.fromkeys(range(300000)) %}')],
    ['characters', loop('{% set _ = t[0] %}{% set _ = u[0] %}', `${T}{% set u = t ~ 'é😀' %}`)],
    ['the last character', loop('{% set _ = u[2500000] %}', `{% set u = '😀' * 2500000 %}`)],
    ['order', loop(`{% set _ = t < u %}`, "{% set t = 'é😀' * 1500000 %}{% set u = t ~ 'x' %}")],
    ['equal HTML', loop('{% set _ = t == u %}', `${T}{% set u = t|safe %}{% set t = (t ~ '')|safe %}`)],
    ['paths of map', `{{ ([1] * 1000)|map(attribute='real.'*900000~'real')|list|length }}`],
    ['paths of groupby', `{{ ([1] * 1000)|groupby('real.'*900000~'real')|length }}`],
    ['paths of sum', `{{ ([1] * 1000)|sum(attribute='real.'*900000~'real') }}`],
    ['division', loop('{% set _ = a // b %}', `${BIG}{% set b = 3 ** 14000 %}`)],
    ['divisibleby', loop('{% set _ = a is divisibleby b %}', `${BIG}{% set b = 3 ** 14000 %}`)],
    ['binary digits', loop(`{% set _ = '{:b}'.format(a) %}`, BIG)],
    ['bit_count', loop('{% set _ = a.bit_count() %}', BIG)],
    ['plural', loop('{% set _ = 1|plural(f) %}', "{% set f = {'one': '#' * 4900000, 'other': ''} %}")],
    ['empty loops', loop('{% for x in e %}{% endfor %}'.repeat(6000)), { e: [] }],
    ['empty conditions', loop('{%if a%}{%endif%}'.repeat(6000)), { a: 0 }],
    ['empty regions', loop('{%with%}{%endwith%}'.repeat(6000))],
    ['several prefixes', loop(`{% set _ = 'x'.startswith(p) %}`, "{% set p = ('zz',) * 200000 %}")],
    [
      'schemes of urlize',
      loop(
        '{% set _ = t|urlize(extra_schemes=s) %}',
        "{% set s = ['zz:'] * 20000 %}{% set t = 'a ' * 1000 %}",
      ),
    ],
    ['indentation of tojson', `{{ ([0]*450000)|tojson(indent='Ā'*1100) }}`],
    ['ends of lines of wordwrap', `{{ ('a '*90000)|wordwrap(1,true,'Ā'*5000) }}`],
    [
      'options of number',
      loop(
        `{% set _ = 1|number({'currency': 'AAA', 'minimumFractionDigits': i % 90, 'style': 'currency'}) %}`,
      ),
    ],
    ['elements of a list', loop(`{% set _ = [${'a,'.repeat(50_000)}]|length %}`), { a: 1 }],
    ['equal lists', loop('{% set _ = l == m %}', '{% set l = [0] * 450000 %}{% set m = [0] * 450000 %}')],
    ['swapcase', loop('{% set _ = t.swapcase() %}', T)],
    [
      'a part that almost occurs',
      loop('{% set _ = p in t %}', `${T}{% set p = 'a' * 100000 ~ 'b' ~ 'a' * 100000 %}`),
    ],
    ['numbers of another size', loop('{% set _ = a - 1 %}', BIG)],
    [
      'views',
      loop(
        '{% set _ = d.keys() == e.keys() %}',
        '{% set d = {}.fromkeys(range(9000)) %}{% set e = {}.fromkeys(range(9000)) %}',
      ),
    ],
  ])('%s', (_name, source, data) => {
    expect(outcome(source, data)).toMatchObject(stopped)
  })

  test('a tuple of tuples costs what is new in it, and is no deeper than may be', () => {
    const grown = (depth: number) =>
      `{% set ns = namespace(x=()) %}{% for i in range(${depth}) %}{% set ns.x = (ns.x, ns.x) %}{% endfor %}{% for i in range(100) %}{% set d = {ns.x: i} %}{% endfor %}{{ {ns.x: 1}[ns.x] }}`
    expect(outcome(grown(22))).toBe('1')
    expect(outcome(grown(200))).toMatchObject(stopped)
  })
})

describe('what was slow for no reason is not', () => {
  test('the words of a megabyte of text can be converted and joined', () => {
    const text = 'Invoice number of the supplier\n'.repeat(32_000)
    expect(outcome("{{ text.split() | map('upper') | join(' ') | length }}", { text })).toBe(
      String(text.length - 1),
    )
  })

  test('zeros between separators', () => {
    const padded = outcome(`{{ '{:0200000,d}'.format(1) }}`) as string
    expect(padded).toHaveLength(200_001)
    expect([padded.slice(0, 10), padded.slice(-8)]).toEqual(['0,000,000,', ',000,001'])
    expect(outcome(`{{ '{:08,d} {:_x} {:09_x} {:5,}'.format(1, 65536, 65536, 1234567) }}`)).toBe(
      '0,000,001 1_0000 0001_0000 1,234,567',
    )
  })

  test('digits that no float has', () => {
    for (const style of ['f', 'e', 'g'])
      expect((outcome(`{{ '{:.4000000${style}}'.format(1.5) }}`) as string).slice(0, 6)).toBe(
        style === 'g' ? '1.5' : '1.5000',
      )
    expect(outcome(`{{ '%.1100f' % 5e-324 == '%.1074f' % 5e-324 ~ '0' * 26 }}`)).toBe('True')
  })

  test('numbers of data have the size that Python reads', () => {
    expect(outcome('{{ n == n }}', { n: parseJson('9'.repeat(4_300)) })).toBe('True')
    expect(() => parseJson('9'.repeat(4_301))).toThrow('more than 4300 digits')
    expect(outcome('{{ n == n }}', { n: 10n ** 30_000n })).toMatchObject(stopped)
    expect(outcome('{{ s|int(0, 16) }}', { s: 'f'.repeat(300_000) })).toMatchObject(stopped)
    expect(outcome('{{ s|int(7, 36) }}', { s: 'z'.repeat(300_000) })).toBe('7')
    expect(
      outcome('{{ "0b101"|int(0, 0) }} {{ "zz"|int(0, 36) }} {{ "v0"|int(0, 32) }} {{ "321"|int(0, 4) }}'),
    ).toBe('5 1295 992 57')
  })

  /** The steps that one call counts. */
  const steps = (work: (run: Run) => Value): number => {
    const run = startRun({}, { budget: { time: Number.POSITIVE_INFINITY, steps: 1e9, memory: 1e12 } })
    work(run)
    return run.steps
  }
  const filter =
    (name: string, ...args: Value[]) =>
    (run: Run) =>
      FILTERS.get(name)?.(run, positional(...args)) ?? null
  const method =
    (name: string, ...args: Value[]) =>
    (run: Run) =>
      methodOf(args[0] ?? null, name)?.(run, positional(...args)) ?? null

  test.each<[name: string, work: (size: number) => (run: Run) => Value]>([
    ['wordwrap of one long word', (size) => filter('wordwrap', 'a'.repeat(size), 40)],
    ['wordwrap of one long word of wide characters', (size) => filter('wordwrap', '😀'.repeat(size), 40)],
    ['rsplit', (size) => method('rsplit', 'a,'.repeat(size), ',')],
    ['rsplit of words', (size) => method('rsplit', 'a '.repeat(size))],
    ['split', (size) => method('split', 'a,'.repeat(size), ',')],
    ['replace', (size) => method('replace', 'a,'.repeat(size), ',', ';')],
    ['urlize', (size) => filter('urlize', 'www.example.com '.repeat(size / 16))],
    ['title', (size) => method('title', 'ab '.repeat(size))],
  ])('%s does twice the work for twice the text', (_name, work) => {
    const [once, twice] = [steps(work(20_000)), steps(work(40_000))]
    expect(twice / once).toBeGreaterThan(1.9)
    expect(twice / once).toBeLessThan(2.1)
    // Far below the budget for a megabyte.
    expect((once / 20_000) * 1_000_000).toBeLessThan(1_600_000)
  })
})

describe('a search is linear whatever is searched for', () => {
  const text = 'a'.repeat(400_000)
  const part = `${'a'.repeat(50_000)}b${'a'.repeat(50_000)}`

  test.each([
    ['{{ p in t }}', 'False'],
    ['{{ t.find(p) }}{{ t.rfind(p) }}{{ t.rfind(q) }}', '-1-1-1'],
    ['{{ t.count(p) }}', '0'],
    ['{{ t.split(p)|length }}{{ t.rsplit(p)|length }}{{ t.rsplit(q)|length }}', '111'],
    ['{{ t.replace(p, "x")|length }}{{ t|replace(p, "x")|length }}', '400000400000'],
    ['{{ t.partition(p)[1] }}{{ t.rpartition(q)[1] }}', ''],
    ['{{ (t ~ p ~ t).find(p) }} {{ (t ~ p ~ t).rfind(p) }}', '400000 400000'],
    ['{{ (t ~ p ~ t).split(p)|map("length")|join(" ") }}', '400000 400000'],
  ])('%s', (source, expected) => {
    expect(outcome(source, { t: text, p: part, q: `${'a'.repeat(99_999)}b` })).toBe(expected)
  })
})

describe('behind the counts', () => {
  test('processor time ends what the counts do not see, and says what it was working on', () => {
    const source = '{% for i in range(900000) %}{% set _ = x|upper %}{% endfor %}'
    expect(outcome(source, { x: 'a' }, 0)).toMatchObject({
      kind: 'budget',
      message: expect.stringMatching(/more than 0 ms of processor time while it works on "\w+"/),
    })
    expect(outcome('{{ x }}', { x: 'a' }, 0)).toBe('a')
  })

  test('so does the deadline of the run', () => {
    const render = () =>
      templateFromTree(parseTemplate('{% for i in range(90000) %}{{ i }}{% endfor %}')).render(
        {},
        { deadline: Date.now() - 1 },
      )
    expect(render).toThrow('time of the run was over before the template was done while it works on')
  })

  test('and memory', () => {
    const source =
      '{% set l = [] %}{% for i in range(20000) %}{% set _ = l.append(namespace(a=i)) %}{% endfor %}'
    const template = templateFromTree(parseTemplate(source))
    expect(() => template.render({}, { budget: { memory: 1_000_000 } })).toThrow(
      'more than 1000000 bytes of memory while it works on "namespace"',
    )
    expect(template.render({})).toBe('')
  })

  test('the message names the filter, the statement or the operator', () => {
    const limited = (source: string) => {
      try {
        return templateFromTree(parseTemplate(source)).render({ e: [] }, { budget: { steps: 40 } })
      } catch (error) {
        return (error as Error).message
      }
    }
    expect(limited('{{ range(99) | list }}')).toContain('more than 40 steps while it works on "list"')
    expect(limited('a\n{% for x in range(99) %}{% endfor %}')).toContain('while it works on "for"')
    expect(limited('{{ "a" * 5000 }}')).toContain('while it works on "*"')
  })
})
