import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, test } from 'vitest'
import { DEFAULT_BUDGET } from '../../runtime/template/budget.ts'
import { parseTemplate } from '../../runtime/template/parse/parse.ts'
import { isTemplateError, type TemplateError, templateFromTree } from '../../runtime/template/template.ts'
import { hostileTemplates } from '../../testing/own/repository.ts'

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../fixtures/jinja2/${name}.json`, import.meta.url), 'utf8'))
const { code, runaway, break: breaking } = hostileTemplates
const context = (): Record<string, unknown> => read('samples').context

function attempt(template: string, mode: 'error' | 'empty', data = context()): string | TemplateError {
  try {
    return templateFromTree(parseTemplate(template)).render(data, { undefined: mode })
  } catch (error) {
    if (isTemplateError(error)) return error
    throw error
  }
}

afterEach(() => {
  expect(globalThis).not.toHaveProperty('pwned')
  expect(Object.prototype).not.toHaveProperty('polluted')
})

describe('no template reaches anything but its data', () => {
  test('there are more than eighty payloads', () => {
    expect(code.length + runaway.length + breaking.length).toBeGreaterThan(80)
  })

  test.each(code)('%s', (template) => {
    for (const mode of ['error', 'empty'] as const) {
      const data = context()
      const before = JSON.stringify(data)
      const result = attempt(template, mode, data)
      if (typeof result === 'string') {
        expect(result).not.toMatch(/function|native code|\[object|root:|uid=|=>|Symbol\(/)
      } else expect(result.message).not.toContain('fault of ours')
      expect(JSON.stringify(data)).toBe(before)
    }
  })
})

describe('a runaway template is stopped by the budget', () => {
  test.each(runaway)('%s', (template) => {
    const result = attempt(template, 'error')
    expect(result).toMatchObject({ name: 'TemplateError', kind: 'budget' })
  })

  test('honest work of a hundred thousand elements stays within the default budget', () => {
    const data = { ids: Array.from({ length: 100_000 }, (_, index) => `id-${index}`) }
    expect(attempt('{{ ids | map("upper") | join(",") | length }}', 'error', data)).toBe('888889')
    expect(DEFAULT_BUDGET.steps).toBe(1_000_000)
  })

  test('each limit can be lowered', () => {
    const render = (template: string, budget: object) => () =>
      templateFromTree(parseTemplate(template)).render({}, { budget })
    expect(render('{% for x in range(100) %}{% endfor %}', { steps: 50 })).toThrow('more than 50 steps')
    expect(render('{{ "a" * 100 }}', { size: 50 })).toThrow('more than 50 characters')
    expect(render('{% for x in range(9) %}aaaaaaaaaa{% endfor %}', { output: 50 })).toThrow(
      'more than 50 characters of output',
    )
    expect(render('{{ [[[[1]]]] }}', { depth: 3 })).toThrow('more than 3 levels')
  })
})

describe('what cannot work fails cleanly', () => {
  test.each(breaking)('%s', (template) => {
    const result = attempt(template, 'error')
    expect(isTemplateError(result)).toBe(true)
    if (isTemplateError(result)) {
      expect(result.message).not.toContain('fault of ours')
      expect(result.line).toBeGreaterThan(0)
      expect(result.column).toBeGreaterThan(0)
    }
  })

  test('a source of more than 200,000 characters is refused', () => {
    expect(() => parseTemplate('x'.repeat(200_001))).toThrow('200001 characters long')
  })

  test.each([
    ['brackets', '{{ '.padEnd(60_000, '[')],
    ['parentheses', `{{ ${'('.repeat(10_000)}1${')'.repeat(10_000)} }}`],
    ['negations', `{{ ${'not '.repeat(10_000)}1 }}`],
    ['signs', `{{ ${'-'.repeat(10_000)}1 }}`],
    ['sums', `{{ 1${'+1'.repeat(10_000)} }}`],
    ['look-ups', `{{ a${'.b'.repeat(10_000)} }}`],
    ['filters', `{{ a${'|e'.repeat(10_000)} }}`],
    ['conditions', `{{ ${'1 if 1 else '.repeat(10_000)}1 }}`],
    ['branches', '{% if 1 %}'.repeat(9_000)],
    ['loops', '{% for a in b %}'.repeat(9_000)],
    ['openings', '{{'.repeat(90_000)],
    ['comments', '{#'.repeat(90_000)],
    ['spaces', `{{ a${' '.repeat(150_000)}`],
    ['raw openings', '{%- raw '.repeat(10_000)],
    ['quotes', `{{ ${"'a'".repeat(10_000)} `],
    ['backslashes', `{{ '${'\\'.repeat(99_999)}`],
  ])('a source of endless %s is refused', (_name, source) => {
    expect(isTemplateError(attempt(source, 'empty'))).toBe(true)
  })
})

describe('data stays data', () => {
  test('every payload as data is printed as it is', () => {
    for (const subject of [...code, ...runaway, ...breaking])
      expect(attempt('Subject: {{ subject }}', 'error', { subject })).toBe(`Subject: ${subject}`)
  })

  test('the key __proto__ is a key like any other', () => {
    const data = JSON.parse('{"d": {"__proto__": {"polluted": 1}, "constructor": 2}}')
    expect(attempt('{{ d }}', 'error', data)).toBe("{'__proto__': {'polluted': 1}, 'constructor': 2}")
    expect(
      attempt('{{ d.polluted is defined }}{{ d["__proto__"].polluted }}{{ d.constructor }}', 'error', data),
    ).toBe('False12')
    const copy = templateFromTree(parseTemplate('{{ d }}')).evaluate(data)
    expect(JSON.stringify(copy)).toBe(JSON.stringify(data.d))
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype)
  })

  test('getters, functions, symbols and what is inherited are not there', () => {
    const host = Object.create({ inherited: 1 }, { own: { value: 2, enumerable: true } })
    Object.defineProperty(host, 'getter', { get: () => expect.unreachable(), enumerable: true })
    host.method = () => expect.unreachable()
    host.symbol = Symbol('s')
    expect(attempt('{{ host }}', 'error', { host })).toBe("{'own': 2}")
    expect(attempt('{{ host.getter is defined }}{{ host.inherited is defined }}', 'error', { host })).toBe(
      'FalseFalse',
    )
    expect(attempt('{{ host.method is defined }}{{ host.symbol is defined }}', 'error', { host })).toBe(
      'FalseFalse',
    )
  })

  test('data that holds itself is stopped, and prints as Python prints it', () => {
    const ring: Record<string, unknown> = { name: 'ring' }
    ring.self = ring
    expect(attempt('{{ ring }}', 'error', { ring })).toBe("{'name': 'ring', 'self': {...}}")
    expect(attempt('{{ ring | tojson }}', 'error', { ring })).toMatchObject({ kind: 'budget' })
    expect(() => templateFromTree(parseTemplate('{{ ring }}')).evaluate({ ring })).toThrow(
      'levels of nesting',
    )
  })

  test('data nested ten thousand levels deep fails cleanly', () => {
    let deep: unknown = []
    for (let level = 0; level < 10_000; level += 1) deep = [deep]
    for (const template of [
      '{{ deep }}',
      '{{ deep | tojson }}',
      '{{ deep | pprint }}',
      '{{ deep == deep[0] }}',
    ])
      expect(attempt(template, 'error', { deep })).toMatchObject({ kind: 'budget' })
  })

  test('what a template changes is its own copy', () => {
    const data = { list: [1], dict: { a: [1] } }
    const template =
      '{% set _ = list.append(2) %}{% set _ = dict.a.append(3) %}{% set _ = dict.update(b=1) %}{{ list }}{{ dict }}'
    expect(attempt(template, 'error', data)).toBe("[1, 2]{'a': [1, 3], 'b': 1}")
    expect(data).toEqual({ list: [1], dict: { a: [1] } })
  })
})
