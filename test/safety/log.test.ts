import { describe, expect, test } from 'vitest'
import { createLog } from '../../runtime/safety/log.ts'
import { createRedactor } from '../../runtime/safety/redact.ts'

async function lineOf(secret: string, fields: object): Promise<Record<string, unknown>> {
  const lines: string[] = []
  const log = await createLog('info', createRedactor(), (line) => lines.push(line))
  log.secret(secret)
  log.line('info', fields, `said ${secret}`)
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatch(/\}\n$/)
  return JSON.parse(lines[0] ?? '')
}

describe('a line of the log stays JSON, whatever a secret looks like', () => {
  test('a word of JSON', async () => {
    expect(await lineOf('true', { success: true, text: 'true' })).toMatchObject({
      level: 'info',
      success: true,
      text: '***',
      msg: 'said ***',
    })
  })

  test('signs of JSON', async () => {
    expect(await lineOf('","a":"', { first: 'x', a: 'y' })).toMatchObject({ level: 'info', msg: 'said ***' })
  })

  test('the beginning of a line', async () => {
    expect(await lineOf('{"level":"info"', { a: 1 })).toMatchObject({ level: 'info', a: 1, msg: 'said ***' })
  })
})
