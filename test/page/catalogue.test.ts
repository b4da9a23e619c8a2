/** The catalogue in a browser. */
import { expect, test } from 'vitest'
import { needs } from '../support/needs.ts'
import { stage } from './support/browser.ts'

const set = stage()
const { open } = set

/** What the server lists. */
const listed = async () => {
  const response = await fetch(`${set.server.url}/v1/actions`)
  return ((await response.json()) as { items: { name: string; effect: string; experimental?: string }[] })
    .items
}

test(
  'the catalogue lists every action, filters by effect and finds by result field',
  needs('chromium'),
  async () => {
    const { page, close } = await open('/')
    await page.getByRole('link', { name: 'Block Sender', exact: true }).waitFor()
    const all = await listed()
    expect(await page.locator('tbody tr').count()).toBe(all.length)
    await page.getByRole('button', { name: /^Destructive/ }).click()
    expect(await page.locator('tbody .name').allTextContents()).toEqual(
      all
        .filter(({ effect }) => effect === 'destructive')
        .sort((a, b) => Number('experimental' in a) - Number('experimental' in b))
        .map(({ name }) => name),
    )
    await page.getByRole('button', { name: /^All/ }).click()
    await page.keyboard.press('/')
    await page.keyboard.type('policy_info')
    const found = await page.locator('tbody .name').allTextContents()
    expect(found.length).toBeGreaterThan(0)
    expect(found.length).toBeLessThan(all.length)
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
