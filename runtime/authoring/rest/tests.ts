/** Tests of new actions, which run on the simulated tenant. */

const HEAD = `import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTenant } from '@UP@/support/tenant.ts'

`

const START = `  const tenant = await startTenant()
  t.after(() => tenant.close())
`

const FIRST = `{ id: '1', name: 'first', created: '2026-01-01T00:00:00Z' }`

/** `@ID@`, `@PATH@` and `@UP@` (the way to `test/`) are replaced. */
export const TESTS = {
  read: `${HEAD}test('@ID@ returns one', async (t) => {
${START}  const { json_result } = await tenant.run('@ID@', { id: '1' })
  assert.deepEqual(json_result, ${FIRST})
})

test('@ID@ reports an id that does not exist', async (t) => {
${START}  const { error } = await tenant.run('@ID@', { id: 'none' })
  assert.equal(error?.code, 'VENDOR_REJECTED')
})
`,
  list: `${HEAD}test('@ID@ returns all rows, or as many as are asked for', async (t) => {
${START}  const all = await tenant.run('@ID@')
  assert.equal(Array.isArray(all.json_result) && all.json_result.length, 3)
  const { json_result } = await tenant.run('@ID@', { limit: 1 })
  assert.deepEqual(json_result, [${FIRST}])
})
`,
  write: `${HEAD}test('@ID@ sends one request with the name', async (t) => {
${START}  const { is_success } = await tenant.run('@ID@', { name: 'new' })
  assert.equal(is_success, true)
  assert.deepEqual(tenant.requests, [{ method: 'POST', path: '@PATH@', body: { name: 'new' } }])
})

test('@ID@ sends nothing without a name', async (t) => {
${START}  const { error } = await tenant.run('@ID@')
  assert.equal(error?.code, 'PARAMETER_INVALID')
  assert.deepEqual(tenant.requests, [])
})
`,
  connector: `${HEAD}test('@ID@ continues where the last run ended', async (t) => {
${START}  const idsOf = (result: unknown) => (result as { alerts: { id: string }[] }).alerts.map(({ id }) => id)
  const first = await tenant.run('@ID@', { max_alerts: 2 })
  assert.deepEqual(idsOf(first.json_result), ['1', '2'])
  const second = await tenant.run('@ID@', { max_alerts: 2 }, { state: first.state ?? null })
  assert.deepEqual(idsOf(second.json_result), ['3'])
  const third = await tenant.run('@ID@', { max_alerts: 2 }, { state: second.state ?? null })
  assert.deepEqual(idsOf(third.json_result), [])
})
`,
} as const
