import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RawProblem } from '../../runtime/contract/errors.ts'
import { coerceAll } from '../../runtime/schema/coerce.ts'
import {
  byName,
  missingByCondition,
  type ParameterSpec,
  type ParameterType,
  toJsonSchema,
} from '../../runtime/schema/parameters.ts'
import { compileSchema } from '../../runtime/schema/validate.ts'

const spec = (type: ParameterType, more: Partial<ParameterSpec> = {}): ParameterSpec => ({
  label: 'It',
  description: 'A value.',
  type,
  ...more,
})

function coerced(type: ParameterType, value: unknown, more: Partial<ParameterSpec> = {}): unknown {
  const problems: RawProblem[] = []
  const { it } = coerceAll({ it: spec(type, more) }, { it: value }, problems)
  return problems[0]?.rule ?? it
}

describe('coercion', () => {
  test.each([
    ['', undefined],
    [null, undefined],
    ['   ', undefined],
  ])('takes %j for absent, whatever the type', (value, expected) => {
    for (const type of ['string', 'integer', 'number', 'boolean', 'list', 'json'] as const) {
      expect(coerced(type, value)).toBe(expected)
    }
  })

  test.each([
    ['string', {}, 'type_string'],
    ['string', ['a', 'b'], 'type_string'],
    ['integer', '3.5', 'type_integer'],
    ['integer', 3.5, 'type_integer'],
    ['integer', '0x10', 'type_integer'],
    ['integer', '12345678901234567890', 'type_integer'],
    ['integer', true, 'type_integer'],
    ['number', 'NaN', 'type_number'],
    ['number', 'Infinity', 'type_number'],
    ['number', '1,5', 'type_number'],
    ['boolean', 'maybe', 'type_boolean'],
    ['boolean', 2, 'type_boolean'],
    ['list', {}, 'type_list'],
    ['list', [{}], 'type_list'],
    ['json', '{broken', 'type_json'],
  ] as const)('refuses for %s the value %j', (type, value, rule) => {
    expect(coerced(type, value)).toBe(rule)
  })

  test.each([
    ['string', ' text ', 'text'],
    ['string', 42, '42'],
    ['string', true, 'true'],
    ['integer', ' 50 ', 50],
    ['integer', -7, -7],
    ['number', '2.50', 2.5],
    ['number', '1e3', 1000],
    ['boolean', ' True ', true],
    ['boolean', 'FALSE', false],
    ['boolean', 'no', false],
    ['boolean', 1, true],
    ['list', 'a, b,\n ,c', ['a', 'b', 'c']],
    ['list', '["a","b"]', ['a', 'b']],
    ['list', '[not json, b', ['[not json', 'b']],
    ['list', [' a ', '', null, 3], ['a', '3']],
    ['list', 5, ['5']],
    ['json', '{"a": [1]}', { a: [1] }],
    ['json', [1], [1]],
  ] as const)('makes for %s of %j the value %j', (type, value, expected) => {
    expect(coerced(type, value)).toEqual(expected)
  })

  test('keeps blanks of secrets and where the manifest says so', () => {
    expect(coerced('string', ' s ', { secret: true })).toBe(' s ')
    expect(coerced('string', ' s ', { trim: false })).toBe(' s ')
  })

  test('takes another accepted spelling of a choice for the choice, and a list of one for its entry', () => {
    const more = { enum: ['High', 'Low'], enum_aliases: { HI: 'High' } }
    expect(coerced('string', 'HI', more)).toBe('High')
    expect(coerced('string', ['Low'], more)).toBe('Low')
    expect(coerced('list', 'HI, Low', more)).toEqual(['High', 'Low'])
  })

  test('looks past letter case in choices and their other spellings where the manifest says so, and only there', () => {
    const more = { enum: ['Email Domain', 'Everyone', 7], enum_aliases: { ALL: 'Everyone' } }
    const loose = { ...more, ignore_case: true }
    expect(coerced('string', 'eMAIL dOMAIN', loose)).toBe('Email Domain')
    expect(coerced('list', 'EVERYONE, all, 7, nobody', loose)).toEqual(['Everyone', 'Everyone', 7, 'nobody'])
    expect(coerced('string', 'toString', loose)).toBe('toString')
    expect(coerced('string', 'eMAIL dOMAIN', more)).toBe('eMAIL dOMAIN')
    expect(coerced('string', 'all', more)).toBe('all')
  })

  test('never shows a secret in what it complains about', () => {
    const problems: RawProblem[] = []
    coerceAll({ it: spec('string', { secret: true }) }, { it: { deep: 'hunter22' } }, problems)
    expect(JSON.stringify(problems)).not.toContain('hunter22')
  })

  test('answers for any value a value of the type, nothing, or a problem', async () => {
    const types = ['string', 'integer', 'number', 'boolean', 'list', 'json'] as const
    const judges = Object.fromEntries(
      await Promise.all(
        types.map(async (type) => [type, await compileSchema(toJsonSchema({ it: spec(type) }))]),
      ),
    )
    fc.assert(
      fc.property(fc.constantFrom(...types), fc.anything(), (type, value) => {
        const problems: RawProblem[] = []
        const bag = coerceAll({ it: spec(type) }, { it: value }, problems)
        if (problems.length === 0 && 'it' in bag && type !== 'json') expect(judges[type](bag)).toEqual([])
      }),
    )
  })

  test('is done once: what came out comes out again', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('string', 'integer', 'number', 'boolean', 'list'),
        fc.string(),
        (type, value) => {
          const once = coerceAll({ it: spec(type as ParameterType) }, { it: value }, [])
          expect(coerceAll({ it: spec(type as ParameterType) }, once, [])).toEqual(once)
        },
      ),
    )
  })
})

describe('names', () => {
  const specs = {
    message_id: { ...spec('string'), label: 'Message ID', aliases: ['Message IDs Column Name'] },
    reason: { ...spec('string'), label: 'Reason' },
  }

  test.each(['message_id', 'Message ID', 'messageid', 'MESSAGE-ID', 'message ids column name'])(
    'find the parameter as %s',
    (written) => {
      const problems: RawProblem[] = []
      expect(byName(specs, { [written]: 'x' }, problems)).toEqual({ message_id: 'x' })
      expect(problems).toEqual([])
    },
  )

  test('that are unknown name the nearest and all that exist', () => {
    const problems: RawProblem[] = []
    byName(specs, { mesage_id: 'x', ['__proto__']: 1, constructor: 2 }, problems)
    expect(problems[0]?.values).toMatchObject({ nearest: 'Message ID', allowed: 'Message ID, Reason' })
    expect(problems.map((problem) => problem.rule)).toContain('unknown_parameter')
  })

  test('may not give one parameter twice, unless one of them is blank', () => {
    const problems: RawProblem[] = []
    byName(specs, { message_id: 'x', 'Message ID': '' }, problems)
    expect(problems).toEqual([])
    byName(specs, { message_id: 'x', 'Message ID': 'y' }, problems)
    expect(problems[0]).toMatchObject({
      rule: 'given_twice',
      values: { first: 'message_id', second: 'Message ID' },
    })
  })
})

describe('a condition', () => {
  const specs = {
    frame: spec('string'),
    start: { ...spec('string'), label: 'Start', required_when: { frame: ['Custom', 'Own'] } },
  }

  test('asks for the parameter only when it holds', () => {
    expect(missingByCondition(specs, { frame: 'Last Hour' })).toEqual([])
    expect(missingByCondition(specs, { frame: 'Own', start: 'now' })).toEqual([])
    expect(missingByCondition(specs, { frame: 'Own' })).toMatchObject([
      { where: 'start', rule: 'required_when' },
    ])
  })
})
