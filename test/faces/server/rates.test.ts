/** How often one caller may start runs. */
import { expect, test } from 'vitest'
import { everything } from '../../../runtime/service/grants.ts'
import { startEchoServer } from '../../support/http-server.ts'
import { runSoar } from '../../support/soar.ts'

const SAY = '/v1/actions/echo/say/runs'
const body = { connection: 'acme', parameters: { text: 'x' } }
const FIRST = 'the-token-of-the-first-one'
const SECOND = 'the-token-of-the-second-one'

test('a caller beyond the limit is refused with the time to wait, and others are served', async () => {
  const tokens = [
    { ...everything, subject: 'FIRST', token: FIRST },
    { ...everything, subject: 'SECOND', token: SECOND },
  ]
  const { send } = await startEchoServer({ runsPerMinute: 2, door: { hosts: [], tokens } })
  const statuses: number[] = []
  for (let run = 0; run < 2; run++) statuses.push((await send(SAY, { body, token: FIRST })).status)
  const refused = await send(SAY, { body, token: FIRST })
  expect([...statuses, refused.status, refused.json.code]).toEqual([200, 200, 429, 'BUSY'])
  expect(refused.json.detail).toContain('More than 2 requests of this kind in one minute.')
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  expect((await send(SAY, { body, token: SECOND })).status).toBe(200)
  // Plans have a limit of their own.
  expect((await send(SAY.replace(/runs$/, 'plan'), { body, token: FIRST })).status).toBe(200)
})

test.each(['0', '-1', '1.5', 'many', '99999999'])('--runs-per-minute %s is refused', async (word) => {
  const { code, stdout, stderr } = await runSoar(['serve', '--runs-per-minute', word])
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toContain(`--runs-per-minute must be a whole number from 1 to 9999999; got "${word}".`)
})
