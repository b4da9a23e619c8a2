/** Runs over tables in a browser: file, mapping, plan, run, resume. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { needs } from '../support/needs.ts'
import { stage } from './support/browser.ts'
import { ROWS, resultOf, sampleRun } from './support/samples.ts'

const st = stage(({ runs }) => {
  runs.all.set('run_rows', sampleRun('run_rows', { rows: 3, result: resultOf(ROWS) }))
})
const FILE =
  'sender,to\na@example.net,x@example.com\nbad address,x@example.com\nc@example.net,y@example.com\n'

async function upload(page: Page): Promise<void> {
  const file = { name: 'senders.csv', mimeType: 'application/vnd.ms-excel', buffer: Buffer.from(FILE) }
  await page.getByLabel('Choose a CSV or JSON Lines file').setInputFiles(file)
  await page.getByRole('region', { name: 'File' }).getByText('3 rows').waitFor()
}
async function mapped(page: Page): Promise<void> {
  await page.getByLabel('Action', { exact: true }).selectOption('mimecast/block-sender')
  await page.getByLabel('Source of Recipient').selectOption('column')
  await page.getByLabel('Recipient', { exact: true }).selectOption('to')
  await page.getByRole('button', { name: 'Run 2 rows on acme…' }).waitFor()
}
const runOf = (page: Page): string => new URL(page.url()).searchParams.get('run') ?? ''
const ordersSent = () => st.server.sent.filter(({ path }) => /^\/v1\/tables\/.*\/runs$/.test(path))

test(
  'the parts open one after another; a column is mapped to the parameter of its name',
  needs('chromium'),
  async () => {
    const { page, close } = await st.open('/tables?on=acme')
    expect(await page.locator('.steps section').count()).toBe(1)
    await upload(page)
    expect(await page.locator('.steps section').count()).toBe(2)
    await page.getByLabel('Action', { exact: true }).selectOption('mimecast/block-sender')
    expect(await page.getByLabel('Sender', { exact: true }).inputValue()).toBe('sender')
    await page.getByText('"Recipient" is required.').waitFor()
    expect(await page.getByRole('region', { name: 'Run', exact: true }).count()).toBe(0)
    await mapped(page)
    const plan = page.getByRole('region', { name: 'Plan' })
    await plan.getByText(/^Row 2/).waitFor()
    await page.getByText('→ a@example.net').waitFor()
    expect(await plan.locator('tbody tr').count()).toBe(2)
    await close()
  },
)

test('a change is confirmed, runs under one key, and is resumed', needs('chromium'), async () => {
  const { page, close } = await st.open('/tables?on=acme')
  await upload(page)
  await mapped(page)
  await page.getByRole('button', { name: 'Run 2 rows on acme…' }).click()
  const before = ordersSent().length
  await page.getByRole('dialog').getByText('Block Sender on acme?').waitFor()
  expect(ordersSent()).toHaveLength(before)
  await page.getByRole('button', { name: 'Run 2 rows', exact: true }).click()
  await expect.poll(() => runOf(page)).not.toBe('')
  const [order] = ordersSent().slice(before)
  expect(order?.body).toMatchObject({
    integration: 'mimecast',
    action: 'block-sender',
    connection: 'acme',
    columns: { sender: 'sender', recipient: 'to' },
  })
  expect(order?.headers['idempotency-key']).toMatch(/^[0-9a-f]{32}$/)
  expect(order?.headers['soar-plan']).toMatch(/^plan-/)
  const { runs } = st.server
  const id = runOf(page)
  const table = runs.all.get(id)?.table as object
  runs.emit(id, 'rows', { rows: 1, total: 3, per_second: 1, seconds_left: 2 })
  await page.getByText('1 of 3 rows').waitFor()
  const counts = { rows: 2, succeeded: 0, failed: 2, unknown: 1, empty: 0, before: 0 }
  runs.end(id, {
    status: 'partly',
    message: 'Stopped.',
    table: { ...table, counts, failures: { VENDOR_REJECTED: 1 } },
  })
  await page.getByText('Stopped.').waitFor()
  expect(await page.getByRole('link', { name: 'Failed rows as CSV' }).getAttribute('href')).toBe(
    `/v1/runs/${id}/output?format=csv&only=failed`,
  )
  await page.getByLabel(/^Also send 1 row of unknown outcome again/).check()
  await page.getByRole('button', { name: 'Resume' }).click()
  await expect.poll(() => runOf(page)).not.toBe(id)
  expect(st.server.sent.at(-1)).toMatchObject({
    path: `/v1/runs/${id}/resume`,
    body: { retry_unknown: true, parameters: {} },
  })
  await close()
})

test('after a lost answer, the same order follows with the same key', needs('chromium'), async () => {
  const { page, close } = await st.open('/tables?on=acme')
  await upload(page)
  await mapped(page)
  await page.getByRole('button', { name: 'Run 2 rows on acme…' }).click()
  let isLost = true
  await page.route('**/v1/tables/*/runs', async (route) => {
    if (!isLost) return route.continue()
    isLost = false
    await route.fetch()
    return route.abort()
  })
  const before = ordersSent().length
  await page.getByRole('button', { name: 'Run 2 rows', exact: true }).click()
  await page.getByRole('button', { name: 'Ask again' }).click()
  await expect.poll(() => runOf(page)).not.toBe('')
  const [first, second, ...others] = ordersSent().slice(before)
  expect(others).toEqual([])
  expect(second?.headers['idempotency-key']).toBe(first?.headers['idempotency-key'])
  expect(second?.body).toEqual(first?.body)
  await close()
})

test(
  'chosen rows of a result are the table of another action, by keyboard alone',
  needs('chromium'),
  async () => {
    const { page, close } = await st.open('/runs/run_rows?on=acme')
    await page.getByRole('region', { name: 'Rows of the result' }).focus()
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    await page.getByRole('button', { name: 'Use 2 selected rows in another action' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('region', { name: 'File' }).getByText('2 rows').waitFor()
    await page.getByText('columns id, subject, size').waitFor()
    await close()
  },
)

test('a run over a table shows counts, downloads and its output', needs('chromium'), async () => {
  const counts = { rows: 3, succeeded: 2, failed: 1, unknown: 0, empty: 0, before: 0 }
  const table = { id: 'tbl_0', name: 'x.csv', total: 3, counts, failures: { VENDOR_REJECTED: 1 } }
  st.server.runs.rows.set('run_over', [
    { has_error: true, error_code: 'VENDOR_REJECTED', error: 'no', sender: 'a' },
  ])
  const run = sampleRun('run_over', {
    kind: 'table',
    status: 'partly',
    table,
    result: resultOf(null),
    rows: 1,
  })
  st.server.runs.all.set('run_over', run)
  const { page, close } = await st.open('/runs/run_over')
  await page.getByRole('link', { name: 'Result as CSV' }).waitFor()
  await page.getByRole('cell', { name: 'VENDOR_REJECTED' }).waitFor()
  expect(await page.getByRole('button', { name: 'Resume' }).count()).toBe(0)
  await close()
})

test('an upload is given up when its view is left', needs('chromium'), async () => {
  const { page, close } = await st.open('/tables?on=acme')
  const arrived = Promise.withResolvers<void>()
  await page.route('**/v1/tables', () => arrived.resolve())
  const givenUp = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/v1/tables'))
  const file = { name: 'senders.csv', mimeType: 'text/csv', buffer: Buffer.from(FILE) }
  await page.getByLabel('Choose a CSV or JSON Lines file').setInputFiles(file)
  await arrived.promise
  await page.getByRole('link', { name: 'Runs' }).first().click()
  expect((await givenUp).failure()?.errorText).toContain('ERR_ABORTED')
  expect(new URL(page.url()).pathname).toBe('/runs')
  await close()
})
