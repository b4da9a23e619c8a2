/** The catalogue in a browser. */
import { expect, test } from 'vitest'
import { needs } from '../support/needs.ts'
import { filesIn, textOf } from '../support/sources.ts'
import { stage } from './support/browser.ts'

const { open } = stage()

const manifests = filesIn('manifests').filter((path) => /^manifests\/[^/]+\.yaml$/.test(path))
const all = manifests.length
const destructive = manifests.filter((path) => /^effect: destructive$/m.test(textOf(path))).length

test(
  'the catalogue lists every action, filters by effect and finds by result field',
  needs('chromium'),
  async () => {
    const { page, close } = await open('/')
    await page.getByRole('link', { name: 'Block Sender', exact: true }).waitFor()
    expect(await page.locator('tbody tr').count()).toBe(all)
    await page.getByRole('button', { name: /^Destructive/ }).click()
    expect(await page.locator('tbody .name').allTextContents()).toContain('Reject Message')
    expect(await page.locator('tbody .name').count()).toBe(destructive)
    await page.getByRole('button', { name: /^All/ }).click()
    await page.keyboard.press('/')
    await page.keyboard.type('policy_info')
    const found = await page.locator('tbody .name').allTextContents()
    expect(found.length).toBeGreaterThan(0)
    expect(found.length).toBeLessThan(all)
    expect(new URL(page.url()).searchParams.get('q')).toBe('policy_info')
    await close()
  },
)

test('the connection is in the address, and one that is not there is said', needs('chromium'), async () => {
  const { page, close } = await open('/')
  await page.getByLabel('Connection that actions run on').selectOption('globex')
  expect(new URL(page.url()).searchParams.get('on')).toBe('globex')
  await page.goto(page.url().replace('globex', 'initech'))
  await page.getByText('There is no connection "initech"').waitFor()
  await close()
})

test.each([
  ['en', 'Actions'],
  ['fr', 'Actions'],
  ['ja', 'アクション'],
])('the page speaks %s', needs('chromium'), async (locale, title) => {
  const { page, close } = await open('/', { locale })
  expect(await page.locator('h1').textContent()).toBe(title)
  expect(await page.locator('html').getAttribute('lang')).toBe(locale)
  await close()
})
