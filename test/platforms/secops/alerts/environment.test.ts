import { expect, test } from 'vitest'
import { environmentRule } from '../../../../runtime/platforms/secops/alerts/environment.ts'

const mail = (subject: string) => ({ id: 'x', subject })

function environmentOf(pattern: string, subject: string): string {
  const rule = environmentRule({ field: 'subject', pattern, standard: 'House' })
  if (typeof rule !== 'function') throw new Error(JSON.stringify(rule))
  return rule(mail(subject))
}

test.each([['(?x)a b'], ['(a+)+b'], ['(']])('the pattern %j is a problem of its parameter', (pattern) => {
  expect(environmentRule({ field: 'subject', pattern, standard: 'House' })).toMatchObject({
    where: 'environment_regex_pattern',
    values: { received: JSON.stringify(pattern) },
  })
  expect(environmentRule({ field: undefined, pattern, standard: 'House' })).toBeTypeOf('function')
})

test.each([
  ['[a-z]+', '42 corp 7', 'corp'],
  ['(\\w+)@corp', 'to user@corp now', 'user@corp'],
  ['(?<=@)[^.]+', 'user@corp.test', 'corp'],
  ['nothing', 'whole text', 'whole text'],
])('the pattern %s finds its match in %j: %j', (pattern, subject, environment) => {
  expect(environmentOf(pattern, subject)).toBe(environment)
})

test('a slow pattern looks at the beginning of a long text alone, a linear one at all of it', () => {
  const long = `${'a'.repeat(500_000)}@corp`
  expect(environmentOf('(\\w+)@corp', long)).toBe(long)
  expect(environmentOf('@corp', long)).toBe('@corp')
})
