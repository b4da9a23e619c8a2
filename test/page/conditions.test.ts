/** Large text, forced colours, input methods, and a session that ends. */
import { expect, test } from 'vitest'
import { needs } from '../support/needs.ts'
import { served } from './support/served.ts'

const { open } = served()

/** Buttons whose label does not fit into them. */
const CUT = `[...document.querySelectorAll('button, .btn, .chip, .tag')]
  .filter((one) => one.offsetParent && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1))
  .map((one) => one.textContent)`
const WIDE = 'document.documentElement.scrollWidth > document.documentElement.clientWidth'

test.each(['en', 'fr', 'ja'])(
  'in %s no button is cut off, at 360 px and with text of twice the size',
  needs('chromium'),
  async (locale) => {
    for (const path of ['/actions', '/actions/mimecast/create-block-sender-policy', '/templates']) {
      // 200 % of 1280 px leaves half as many CSS pixels.
      for (const width of [360, 640]) {
        const { page, close } = await open(path, { locale, viewport: { width, height: 800 } })
        await page.locator('.panel').first().waitFor()
        expect([path, width, await page.evaluate(CUT), await page.evaluate(WIDE)]).toEqual([
          path,
          width,
          [],
          false,
        ])
        await close()
      }
    }
  },
)

test('forced colours keep every control visible', needs('chromium'), async () => {
  const { page, close } = await open('/actions/mimecast/block-sender', { forcedColors: 'active' })
  const run = page.getByRole('button', { name: /^Run on/ })
  await run.waitFor()
  const border = await page.evaluate(
    `getComputedStyle(document.querySelector('[type=submit]')).borderTopStyle`,
  )
  expect(border).toBe('solid')
  await close()
})

test('keys of an input method are no shortcuts and do not run anything', needs('chromium'), async () => {
  const { page, sent, close } = await open('/actions/mimecast/find-groups', { locale: 'ja' })
  await page.locator('.statusline').first().waitFor()
  const field = page.locator('#p-query')
  await field.fill('')
  const session = await page.context().newCDPSession(page)
  await session.send('Input.imeSetComposition', { text: 'けいり', selectionStart: 3, selectionEnd: 3 })
  expect(await page.locator('dialog').count()).toBe(0)
  await session.send('Input.insertText', { text: '経理' })
  await expect.poll(() => sent.at(-1)?.body.parameters).toEqual({ query: '経理' })
  expect(sent.filter(({ path }) => path.endsWith('/runs'))).toEqual([])
  await close()
})

test('single keys can be switched off, and stay off', needs('chromium'), async () => {
  const { page, close } = await open('/actions')
  await page.locator('tbody tr').first().waitFor()
  await page.keyboard.press('?')
  await page.getByRole('switch').uncheck({ force: true })
  await page.getByRole('button', { name: 'Close' }).click()
  await page.reload()
  await page.locator('tbody tr').first().waitFor()
  await page.keyboard.press('?')
  await page.keyboard.press('/')
  expect(await page.locator('dialog').count()).toBe(0)
  expect(await page.locator(':focus').count()).toBe(0)
  await close()
})

test(
  'a session that has ended asks for a token; a wrong one is refused with a sentence',
  needs('chromium'),
  async () => {
    const { page, close } = await open('/actions')
    await page.context().clearCookies()
    await page.reload()
    await page.getByLabel('Access token').fill('not a token')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('UNAUTHENTICATED').waitFor()
    await close()
  },
)
