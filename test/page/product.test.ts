/** The page as it is shipped: `soar serve` answers, and the tenant is simulated. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { needs } from '../support/needs.ts'
import { served } from './support/served.ts'

const st = served()

test(
  'a read is run from its form, is in the history, sorts on the server, and is downloaded',
  needs('chromium'),
  async () => {
    const { page, close } = await st.open('/actions/mimecast/get-hold-message-list')
    await page.getByRole('button', { name: 'Clear' }).click()
    await page.getByRole('button', { name: /^Run on acme/ }).click()
    await page.getByText(/^Found \d+ held messages/).waitFor()
    const rows = page.locator('tbody tr')
    expect(await rows.count()).toBeGreaterThan(1)
    await page.getByRole('button', { name: 'subject' }).click()
    await page.locator('th[aria-sort=ascending]').waitFor()
    const first = await rows.first().textContent()
    await page.getByRole('button', { name: 'subject' }).click()
    await expect.poll(() => rows.first().textContent()).not.toBe(first)
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download as CSV' }).click()
    const file = readFileSync(await (await download).path(), 'utf8')
    expect(file.split('\n')[0]).toContain('subject')
    await page.getByRole('tab', { name: 'Request' }).click()
    await page.locator('.req', { hasText: 'get-hold-message-list' }).waitFor()
    await page.getByRole('tab', { name: 'Log' }).click()
    await page.locator('.log, .muted').first().waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('r')
    await page.locator('.hist tbody tr').first().waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('held messages')
    await expect.poll(() => page.locator('.hist tbody tr').count()).toBe(1)
    await close()
  },
)

test('a table is uploaded, planned, confirmed, run and downloaded', needs('chromium'), async () => {
  const { page, close } = await st.open('/tables')
  const text = `sender,to\n${[1, 2, 3].map((n) => `s${n}@example.net,ap@example.com\n`).join('')}bad address,ap@example.com\n`
  await page
    .locator('#file')
    .setInputFiles({ name: 'senders.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
  await page.getByRole('region', { name: 'File' }).getByText('4 rows').waitFor()
  await page.getByLabel('Action', { exact: true }).selectOption('mimecast/block-sender')
  await page.getByText('"Recipient" is required').waitFor()
  await page.getByLabel('Source of Recipient').selectOption('template')
  await page.getByLabel('Recipient', { exact: true }).fill('{{ to | lower }}')
  await page.getByText('→ ap@example.com').waitFor()
  await page.getByRole('button', { name: 'Run 3 rows on acme…' }).click()
  await page.getByRole('button', { name: 'Run 3 rows', exact: true }).click()
  const part = page.getByRole('region', { name: 'Run', exact: true })
  await part.locator('.state.bad', { hasText: 'Partly' }).waitFor()
  expect(await part.locator('.facts b').first().textContent()).toBe('3')
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Failed rows as CSV' }).click()
  expect(readFileSync(await (await download).path(), 'utf8')).toContain('bad address')
  await part.getByRole('link', { name: /^run_/ }).click()
  await page.getByRole('cell', { name: 'PARAMETER_INVALID' }).waitFor()
  await close()
})

test('chosen rows of a result become the table of another action', needs('chromium'), async () => {
  const { page, close } = await st.open('/actions/mimecast/get-hold-message-list')
  await page.getByRole('button', { name: 'Clear' }).click()
  await page.getByRole('button', { name: /^Run on acme/ }).click()
  await page.getByLabel('Select row 2', { exact: true }).check()
  await page.getByRole('button', { name: 'Use 1 selected row in another action' }).click()
  await page.getByRole('region', { name: 'File' }).getByText('1 row').waitFor()
  await close()
})

test('a connection is checked; its secret is set and not shown', needs('chromium'), async () => {
  const { page, close } = await st.open('/connections')
  await page.getByText('set, from $SECRET', { exact: true }).waitFor()
  expect(await page.locator('body').textContent()).not.toContain('simulator-client-secret')
  await page.locator('.check .okc').nth(2).waitFor()
  await page
    .getByRole('region', { name: 'Permissions the role needs' })
    .getByRole('link', { name: 'Block Sender', exact: true })
    .waitFor()
  await close()
})

test('a connector is previewed', needs('chromium'), async () => {
  const { page, close } = await st.open('/connectors/mimecast/message-tracking')
  await page.getByLabel('Domains').fill('example.com')
  await page.getByRole('button', { name: 'Preview on acme' }).click()
  await page.getByText(/^Fetched \d+ alert/).waitFor()
  await close()
})

test('the reference lists the operations of every action', needs('chromium'), async () => {
  const { page, close } = await st.open('/api')
  const operation = page.locator('.endpoint', { hasText: '/v1/actions/mimecast/block-sender/runs' })
  await operation.locator('summary').first().click()
  await operation.getByText('parameters.sender', { exact: true }).waitFor()
  await operation.getByText('Idempotency-Key', { exact: true }).waitFor()
  await close()
})
