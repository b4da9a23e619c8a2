/** The history of runs in a browser. */
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { needs } from '../support/needs.ts'
import { stage } from './support/browser.ts'
import { addHistory, sampleRun, UNKNOWN } from './support/samples.ts'

const st = stage(({ runs }) => {
  addHistory(runs, 120)
  runs.all.set('run_odd', sampleRun('run_odd', UNKNOWN))
})
const lines = (page: Page) => page.locator('.hist tbody tr')
const query = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams)

test('filters are in the address, and an address with filters shows them', needs('chromium'), async () => {
  const { page, close } = await st.open('/runs?on=acme')
  await lines(page).first().waitFor()
  expect(await lines(page).count()).toBe(50)
  await page.getByRole('button', { name: 'Failed' }).click()
  await page.getByLabel('Connection', { exact: true }).selectOption('globex')
  await page.getByLabel('Started by').selectOption('api')
  await expect.poll(() => lines(page).count()).toBe(2)
  expect(query(page)).toEqual({ on: 'acme', show: 'failed', connection: 'globex', via: 'api' })
  await page.reload()
  await expect.poll(() => lines(page).count()).toBe(2)
  expect(await page.getByRole('button', { name: 'Failed' }).getAttribute('aria-pressed')).toBe('true')
  await close()
})

test('older runs follow page by page, until there are none', needs('chromium'), async () => {
  const { page, close } = await st.open('/runs')
  const more = page.getByRole('button', { name: 'Show older runs' })
  await more.click()
  await expect.poll(() => lines(page).count()).toBe(100)
  await more.click()
  await expect.poll(() => lines(page).count()).toBe(121)
  expect(await more.count()).toBe(0)
  await close()
})

test('a case, and the code of a failure, are filters that can be removed', needs('chromium'), async () => {
  const { page, close } = await st.open('/runs')
  await page.getByRole('link', { name: 'case 470' }).first().click()
  await expect.poll(() => lines(page).count()).toBe(15)
  await page.getByRole('link', { name: 'VENDOR_UNAVAILABLE' }).first().click()
  await expect.poll(() => lines(page).count()).toBe(3)
  await page.getByRole('button', { name: 'Remove the filter case 470' }).click()
  await expect.poll(() => lines(page).count()).toBe(18)
  await close()
})

test('with the keyboard alone: search, open a run, go back', needs('chromium'), async () => {
  const { page, close } = await st.open('/actions')
  // The page listens to keys before it asks for actions.
  await page.locator('tbody tr').first().waitFor()
  await page.keyboard.press('g')
  await page.keyboard.press('r')
  await lines(page).first().waitFor()
  await page.keyboard.press('/')
  await page.keyboard.type('s117@')
  await expect.poll(() => lines(page).count()).toBe(1)
  await page.getByRole('link', { name: 'Block Sender' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: 'Edit and run' }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/runs/past_0117')
  await page.goBack()
  await expect.poll(() => lines(page).count()).toBe(1)
  await close()
})

test(
  'a change of unknown outcome is counted in the side bar and leads to itself',
  needs('chromium'),
  async () => {
    const { page, close } = await st.open('/runs')
    await page.getByText('1 change has an unknown outcome.').waitFor()
    expect(await page.locator('.nav .alert').textContent()).toBe('1')
    await page.getByRole('link', { name: 'Look and settle' }).click()
    await page.getByText('It is not known whether this change was made.').waitFor()
    await page.getByRole('button', { name: 'It was not made' }).click()
    await page.getByRole('button', { name: 'Record' }).click()
    await page.locator('.nav .alert').waitFor({ state: 'detached' })
    st.server.runs.all.set('run_odd', sampleRun('run_odd', UNKNOWN))
    await close()
  },
)

test(
  'the link to a change of unknown outcome is not shown before the list has arrived',
  needs('chromium'),
  async () => {
    const { page, close } = await st.open('/actions')
    const [asked, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    await page.route(
      ({ pathname, searchParams }) => pathname === '/v1/runs' && !searchParams.has('status'),
      async (route) => {
        asked.resolve()
        await held.promise
        await route.continue()
      },
    )
    await page.locator('.nav').getByRole('link', { name: 'Runs' }).click()
    await asked.promise
    await page.locator('.nav .alert').waitFor()
    const link = page.getByRole('link', { name: 'Look and settle' })
    expect(await link.count()).toBe(0)
    held.resolve()
    await link.waitFor()
    expect(await link.getAttribute('href')).toMatch(/\/runs\/run_odd(?:\?|$)/)
    await close()
  },
)

test('the export holds every run that matches, beyond the first page', needs('chromium'), async () => {
  const { page, close } = await st.open('/runs?via=page')
  await lines(page).first().waitFor()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export' }).click()
  const file = readFileSync(await (await download).path(), 'utf8')
  const runs = file
    .trimEnd()
    .split('\n')
    .map((line): { actor: { via: string } } => JSON.parse(line))
  expect(runs).toHaveLength(97)
  expect(new Set(runs.map(({ actor }) => actor.via))).toEqual(new Set(['page']))
  await close()
})

test('a list with a run in progress is read again by itself', needs('chromium'), async () => {
  const { runs } = st.server
  runs.all.set('run_now', sampleRun('run_now', { status: 'running', ended_at: undefined, case_id: 'now' }))
  const { page, close } = await st.open('/runs?case_id=now')
  await page.getByText('Running', { exact: true }).last().waitFor()
  runs.end('run_now', { status: 'succeeded' })
  await page.locator('.hist .state.ok').waitFor()
  runs.all.delete('run_now')
  await close()
})
