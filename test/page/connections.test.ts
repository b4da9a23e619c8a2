/** Connections and connectors in a browser. */
import { expect, test } from 'vitest'
import { needs } from '../support/needs.ts'
import { stage } from './support/browser.ts'

const st = stage()

test(
  'a connection shows its check, its configuration without secrets, and its permissions',
  needs('chromium'),
  async () => {
    const { page, close } = await st.open('/connections/acme')
    await page.getByText('Check the client secret.').waitFor()
    expect(
      await page.locator('.check [role=img]').evaluateAll((icons) => icons.map((icon) => icon.ariaLabel)),
    ).toEqual(['in order', 'warning', 'failed', 'not tried'])
    await page.getByText('set, from the environment').waitFor()
    await page.getByRole('link', { name: 'Block Sender' }).click()
    expect(new URL(page.url()).pathname).toBe('/actions/mimecast/block-sender')
    await close()
  },
)

test(
  'with the keyboard alone: go to the connections, choose one, check it again',
  needs('chromium'),
  async () => {
    const { page, close } = await st.open('/actions')
    await page.keyboard.press('g')
    await page.keyboard.press('c')
    await page.getByRole('link', { name: 'globex' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('region', { name: 'globex' }).waitFor()
    const before = st.server.sent.length
    await page.getByRole('button', { name: 'Check again' }).focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => st.server.sent.length).toBeGreaterThan(before)
    expect(st.server.sent.at(-1)?.path).toBe('/v1/connections/globex/check')
    await close()
  },
)

test('a connector is previewed; what is missing is said at its field', needs('chromium'), async () => {
  const { page, close } = await st.open('/connectors?on=acme')
  await page.locator('main').getByRole('link', { name: 'Message Tracking' }).click()
  const domains = page.getByLabel('Domains')
  await domains.fill('')
  await page.getByRole('button', { name: 'Preview on acme' }).click()
  await page.locator('.f.wrong').getByText('"Domains" is required.').waitFor()
  await domains.fill('example.com')
  await page.getByRole('button', { name: 'Preview on acme' }).click()
  await page.getByText(/^Fetched \d+ alert/).waitFor()
  await page.locator('.endpoint summary').first().click()
  await page.locator('.endpoint dd').first().waitFor()
  await close()
})
