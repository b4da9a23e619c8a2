/** The view of a run in a browser: table, progress, unknown outcomes, hostile values. */
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { needs } from '../support/needs.ts'
import { stage } from './support/browser.ts'
import type { StoredRun } from './support/runs.ts'
import { ROWS, RUNNING, resultOf, sampleRun, UNKNOWN } from './support/samples.ts'

const st = stage()

const put = (run: StoredRun): string => {
  st.server.runs.all.set(run.id, run)
  return `/runs/${run.id}`
}
/** Texts of a column; the first one is behind the boxes. */
const cells = (page: Page, column: number) =>
  page.locator(`tbody td:nth-child(${column + 1})`).allTextContents()

test(
  'a click on a title sorts up, then down, then not; a filter leaves matching rows',
  needs('chromium'),
  async () => {
    const { page, close } = await st.open(put(sampleRun('run_sort', { rows: 3, result: resultOf(ROWS) })))
    const title = page.getByRole('button', { name: 'subject' })
    await title.click()
    await page.locator('th[aria-sort=ascending]').waitFor()
    await page.locator('tbody tr:first-child', { hasText: 'a' }).waitFor()
    expect(await cells(page, 1)).toEqual(['a', 'b', 'c'])
    await title.click()
    await page.locator('tbody tr:first-child', { hasText: 'c' }).waitFor()
    expect(await cells(page, 1)).toEqual(['c', 'b', 'a'])
    await title.click()
    await page.locator('tbody tr:first-child', { hasText: 'b' }).waitFor()
    expect(await page.locator('th[aria-sort]').count()).toBe(0)
    await page.getByRole('searchbox', { name: 'Filter rows' }).fill('x3')
    await page.getByText('1 of 3 rows').waitFor()
    expect(await cells(page, 1)).toEqual(['c'])
    await close()
  },
)

test('ids are hidden, with their number, until they are asked for', needs('chromium'), async () => {
  const { page, close } = await st.open(put(sampleRun('run_hidden', { rows: 3, result: resultOf(ROWS) })))
  await page.getByRole('button', { name: '1 column hidden' }).click()
  expect(await page.locator('th:not(.ck)').allTextContents()).toEqual(['subject', 'size', 'id'])
  await close()
})

test(
  'a row is opened and copied with the mouse, and with the keyboard alone',
  needs('chromium'),
  async () => {
    const { page, close } = await st.open(put(sampleRun('run_row', { rows: 3, result: resultOf(ROWS) })), {
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    const clipboard = () => page.evaluate('navigator.clipboard.readText()')
    await page.locator('tbody tr').nth(1).click()
    const pane = page.getByRole('region', { name: 'Row 2' })
    await pane.getByText('x2').waitFor()
    await pane.getByRole('button', { name: 'Copy' }).click()
    await page.getByText('The row copied').first().waitFor()
    expect(JSON.parse(String(await clipboard()))).toEqual(ROWS[1])
    await pane.getByRole('button', { name: 'Close' }).click()
    expect(await pane.count()).toBe(0)

    await page.getByRole('region', { name: 'Rows of the result' }).focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('k')
    await page.getByRole('region', { name: 'Row 2' }).waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('c')
    await expect.poll(async () => JSON.parse(String(await clipboard()))).toEqual(ROWS[2])
    await page.keyboard.press('Escape')
    await page.getByRole('region', { name: 'Row 3' }).waitFor({ state: 'detached' })
    await close()
  },
)

test(
  'progress, pauses and the log are shown while it runs, and the result when it ends',
  needs('chromium'),
  async () => {
    const path = put(sampleRun('run_live', RUNNING))
    const { runs } = st.server
    const { page, close } = await st.open(path)
    runs.emit('run_live', 'rows', { rows: 1_200, per_second: 85, total: 4_000, seconds_left: 33 })
    runs.emit('run_live', 'pause', { seconds: 600 })
    runs.emit('run_live', 'log', { level: 'warn', message: 'The rate is limited', fields: { status: 429 } })
    await page.getByText('1,200 of 4,000 rows').waitFor()
    await page.getByText(/The vendor asked for a pause: \d+ seconds left/).waitFor()
    await page.getByText('The rate is limited').waitFor()
    runs.end('run_live', {
      status: 'succeeded',
      message: 'Found 3 held messages.',
      rows: 3,
      result: resultOf(ROWS),
    })
    await page.getByText('Found 3 held messages.').waitFor()
    expect(await page.locator('tbody tr').count()).toBe(3)
    await close()
  },
)

test('the end is shown although a proxy refuses the events', needs('chromium'), async () => {
  const path = put(sampleRun('run_proxy', RUNNING))
  const { page, close } = await st.open('/actions')
  await page.route('**/events', (route) =>
    route.fulfill({ status: 404, contentType: 'text/html', body: 'no' }),
  )
  await page.goto(`${st.server.url}${path}`)
  await page.getByText('Running.').first().waitFor()
  st.server.runs.end('run_proxy', {
    status: 'succeeded',
    message: 'Found 3 held messages.',
    result: resultOf(ROWS),
  })
  await page.getByText('Found 3 held messages.').waitFor()
  await close()
})

test('a run is cancelled', needs('chromium'), async () => {
  const path = put(sampleRun('run_cancel', RUNNING))
  const { page, close } = await st.open(path)
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByText('The run was cancelled.').waitFor()
  await close()
})

test('a change of unknown outcome is settled with a remark, by mouse', needs('chromium'), async () => {
  const { page, close } = await st.open(put(sampleRun('run_odd', UNKNOWN)))
  await page.getByRole('button', { name: 'It was made' }).click()
  await page.getByLabel('Remark').fill('Seen <b>in</b> the console')
  await page.getByRole('button', { name: 'Record' }).click()
  await page.getByText('Settled: the change was made.').waitFor()
  await page.getByText('Seen <b>in</b> the console').waitFor()
  expect(st.server.sent.at(-1)).toMatchObject({
    path: '/v1/runs/run_odd/settlement',
    body: { happened: true, note: 'Seen <b>in</b> the console' },
  })
  await close()
})

test('a change of unknown outcome is settled with the keyboard alone', needs('chromium'), async () => {
  const { page, close } = await st.open(put(sampleRun('run_odd2', UNKNOWN)))
  await page.getByRole('button', { name: 'It was not made' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.type('Not there')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByText('Settled: the change was not made.').waitFor()
  expect(st.server.sent.at(-1)?.body).toEqual({ happened: false, note: 'Not there' })
  await close()
})

test('where a read can tell, it is offered with the inputs of the change', needs('chromium'), async () => {
  const check = { action: 'find-group-member', parameters: { id: 'g1', email_address: 'a@example.com' } }
  const unknown = {
    ...resultOf(null),
    error: { code: 'OUTCOME_UNKNOWN', reason: 'no', retryable: false, check },
  }
  const action = { ...UNKNOWN.action, id: 'add-group-member' }
  const { page, close } = await st.open(put(sampleRun('run_check', { ...UNKNOWN, action, result: unknown })))
  const link = page.getByRole('link', { name: 'Look with Find Group Member' })
  const url = new URL((await link.getAttribute('href')) ?? '', st.server.url)
  expect(url.pathname).toBe('/actions/mimecast/find-group-member')
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    on: 'acme',
    'p.email_address': 'a@example.com',
  })
  await close()
})

test('a read is run again as it was; a change only goes through its form', needs('chromium'), async () => {
  const read = put(sampleRun('run_read', { rows: 3, result: resultOf(ROWS), case_id: '4711' }))
  const { page, close } = await st.open(read)
  await page.getByRole('button', { name: 'Run again' }).click()
  await page.getByText(/^Found 3 held messages in/).waitFor()
  expect(st.server.sent.at(-1)?.body).toEqual({
    connection: 'acme',
    parameters: { limit: 3 },
    case_id: '4711',
  })
  await page.goto(
    `${st.server.url}${put(sampleRun('run_write', { ...UNKNOWN, status: 'succeeded', result: resultOf({}) }))}`,
  )
  const edit = page.getByRole('link', { name: 'Edit and run' })
  expect(await edit.getAttribute('href')).toBe('/actions/mimecast/block-sender?on=acme&from=run_write')
  expect(await page.getByRole('button', { name: 'Run again' }).count()).toBe(0)
  await close()
})

test('values of attackers are text, and a megabyte is cut', needs('chromium'), async () => {
  const hostile = {
    subject: '<img src=x onerror=alert(1)><script>alert(1)</script>',
    from: 'pay\u202eexe.pdf\u200b',
    size: '=HYPERLINK("http://evil.example","x")',
    body: 'A'.repeat(1_000_000),
    '</th><b>': 'javascript:alert(1)',
  }
  const path = put(
    sampleRun('run_hostile', { rows: 1, message: '<b>bold</b>\u202e', result: resultOf([hostile]) }),
  )
  const { page, close } = await st.open(path)
  await page.getByText('<img src=x onerror=alert(1)>').first().waitFor()
  await page.locator('tbody tr').click()
  expect(await page.locator('main img, main b:not(.grow), main script, main td a, main dd a').count()).toBe(0)
  expect(await page.locator('td .sign').allTextContents()).toEqual(['U+202E', 'U+200B'])
  expect(await page.locator('.verdict .sign').allTextContents()).toEqual(['U+202E'])
  const drawn = Number(await page.evaluate('document.body.innerText.length'))
  expect(drawn).toBeLessThan(40_000)
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download as CSV' }).click()
  const file = readFileSync(await (await download).path(), 'utf8')
  expect(file).toContain(`"'=HYPERLINK(""http://evil.example"",""x"")"`)
  await page.getByRole('tab', { name: 'JSON' }).click()
  await page.getByRole('button', { name: /^Show more/ }).waitFor()
  expect(Number(await page.evaluate('document.body.innerText.length'))).toBeLessThan(100_000)
  await close()
})

test('of 100,000 rows, 200 are rendered; the others are on further pages', needs('chromium'), async () => {
  const many = Array.from({ length: 100_000 }, (_, n) => ({
    n,
    subject: `Subject ${n}`,
    from: `a${n % 97}@example.net`,
  }))
  st.server.runs.rows.set('run_many', many)
  const cut = { rows: many.length, rows_cut: true, result: resultOf(many.slice(0, 2_000)) }
  const { page, close } = await st.open(put(sampleRun('run_many', cut)))
  await page.getByText('100,000 rows').waitFor()
  expect(await page.locator('tbody tr').count()).toBe(200)
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByText('Rows 201 to 400').waitFor()
  await page.getByText('Subject 200', { exact: true }).waitFor()
  expect(await page.locator('tbody tr').count()).toBe(200)
  await page.getByRole('searchbox', { name: 'Filter rows' }).fill('Subject 99999')
  await page.getByText('1 of 100,000 rows').waitFor()
  expect(await cells(page, 1)).toEqual(['Subject 99999'])
  await close()
})
