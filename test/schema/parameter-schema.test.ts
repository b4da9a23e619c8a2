import { expect, test } from 'vitest'
import { readManifest } from '../../runtime/integration/yaml/manifest.ts'
import { compileSchema } from '../../runtime/schema/validate.ts'

const manifest = (schema: string): string => `name: Try
description: Takes JSON.
effect: read
parameters:
  thing:
    label: Thing
    description: Anything.
    type: json
    schema: ${schema}
output: { type: object }
messages: { success: Done. }
example: { parameters: { thing: {} }, result: {} }
`

test.each([
  ['an unknown keyword', '{ typ: object }', 'unknown keyword'],
  ['a type that does not exist', '{ type: thing }', 'type'],
  ['an unknown format', '{ type: string, format: colour }', 'unknown format "colour"'],
  ['a rule for another type', '{ type: object, properties: { a: { format: email } } }', 'missing type'],
])('the schema of a parameter with %s is a finding at its place', async (_, schema, reason) => {
  const reading = await readManifest('try.yaml', manifest(schema))
  expect(reading).toMatchObject({ ok: false, findings: [{ file: 'try.yaml', line: 9, column: 5 }] })
  expect(reading.ok ? '' : reading.findings[0]?.message).toContain(reason)
})

test('a usable schema is none', async () => {
  const reading = await readManifest('try.yaml', manifest('{ type: object, required: [] }'))
  expect(reading.ok).toBe(true)
})

test('what a schema declares as false is not expected', async () => {
  const validate = await compileSchema({ type: 'object', properties: { a: { type: 'string' }, b: false } })
  expect(validate({ a: 'x' })).toEqual([])
  expect(validate({ b: 1 })).toMatchObject([{ where: 'b', rule: 'not_allowed' }])
})

test('choices may be any JSON, also objects that cannot be made text', async () => {
  const odd = { toString: 1, valueOf: null }
  const validate = await compileSchema({ enum: ['high', 2, null, odd] })
  expect(validate(odd)).toEqual([])
  expect(validate('hihg')).toMatchObject([{ rule: 'enum', values: { nearest: 'high' } }])
})
