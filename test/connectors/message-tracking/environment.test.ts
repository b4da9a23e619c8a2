import { expect, test } from 'vitest'
import { environmentRule } from '../../../client/tracking/environment.ts'

const mail = (subject: string) => ({ id: 'x', subject })

test.each([
  ['[a-z]+', '42 corp 7', 'corp'],
  ['(\\w+)@corp', 'to user@corp now', 'user@corp'],
  ['(?<=@)[^.]+', 'user@corp.test', 'corp'],
  ['nothing', 'whole text', 'whole text'],
])('the pattern %s finds its match in %j: %j', (pattern, subject, environment) => {
  expect(environmentRule('subject', pattern, 'House')(mail(subject))).toBe(environment)
})

test('a slow pattern looks at the beginning of a long text alone, a linear one at all of it', () => {
  const long = `${'a'.repeat(500_000)}@corp`
  expect(environmentRule('subject', '(\\w+)@corp', 'House')(mail(long))).toBe(long)
  expect(environmentRule('subject', '@corp', 'House')(mail(long))).toBe('@corp')
})
