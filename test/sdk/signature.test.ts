import { expect, test } from 'vitest'
import { clockAhead, clockRemedy, english, hmac, requestId } from '../../runtime/sdk/index.ts'

test.each([[undefined], [''], ['yesterday']])('the Date header %j says nothing about our clock', (date) => {
  const headers: Record<string, string> = date === undefined ? {} : { date }
  expect(clockAhead({ headers }, 0)).toBeUndefined()
  expect(clockRemedy(undefined, 'Acme')).toBeUndefined()
})

test.each([
  [59_999, undefined],
  [-59_999, undefined],
  [
    60_000,
    'The clock of this machine is 1 min ahead of Acme. Correct it first: signatures include the time.',
  ],
  [
    -7_200_000,
    'The clock of this machine is 120 min behind Acme. Correct it first: signatures include the time.',
  ],
])('a clock that is %d ms ahead: %s', (ahead, words) => {
  const theirs = Date.parse('Tue, 10 Mar 2026 10:30:00 GMT')
  const measured = clockAhead({ headers: { date: 'Tue, 10 Mar 2026 10:30:00 GMT' } }, theirs + ahead)
  const remedy = clockRemedy(measured, 'Acme')
  expect(remedy && english(remedy)).toBe(words)
})

test('signatures are those of the published vectors (RFC 2202 and RFC 4231, case 2)', () => {
  const text = 'what do ya want for nothing?'
  const hex = 'effcdf6ae5eb2fa2d27416d5f184df9c259a7c79'
  expect(hmac(text, { algorithm: 'sha1', key: 'Jefe', encoding: 'hex' })).toBe(hex)
  expect(hmac(text, { algorithm: 'sha1', key: Buffer.from('Jefe') })).toBe(
    Buffer.from(hex, 'hex').toString('base64'),
  )
  expect(hmac(text, { algorithm: 'sha256', key: 'Jefe', encoding: 'hex' })).toBe(
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  )
})

test('every request has an id of its own', () => {
  const ids = Array.from({ length: 100 }, requestId)
  expect(new Set(ids).size).toBe(100)
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/)
})
