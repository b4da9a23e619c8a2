/** The command line straight from its sources, as `node runtime/faces/bin.ts` starts it; every other process test runs what was built of them. */
import { expect, test } from 'vitest'
import { echoRoot } from '../../support/echo.ts'
import { runSoar, sources } from '../../support/soar.ts'

test('the sources run an action without a build', async () => {
  const input = '{"action":"say","parameters":{"text":"hi"}}'
  const { code, stdout, stderr } = await runSoar(['run', '--log-level', 'silent'], {
    file: sources,
    env: { SOAR_ROOT: echoRoot },
    input,
  })
  expect([code, stderr]).toEqual([0, ''])
  expect(JSON.parse(stdout)).toMatchObject({ is_success: true, json_result: { said: ['hi'] } })
})
