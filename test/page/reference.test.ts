/** The reference of the API in a browser. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { needs } from '../support/needs.ts'
import { stage } from './support/browser.ts'

const { open } = stage()

test('every operation is listed in its group, and found by path or text', needs('chromium'), async () => {
  const { page, close } = await open('/api')
  await page
    .getByRole('region', { name: 'Mimecast' })
    .getByText('/v1/actions/mimecast/block-sender/runs')
    .waitFor()
  expect(await page.locator('.endpoint').count()).toBe(2)
  await page.keyboard.press('/')
  await page.keyboard.type('get one')
  await expect.poll(() => page.locator('.endpoint').count()).toBe(1)
  await page.getByText('/v1/runs/{id}').waitFor()
  await close()
})

test(
  'an operation opens with the keyboard: parameters, body, example, command, responses',
  needs('chromium'),
  async () => {
    const { page, close } = await open('/api')
    const summary = page.locator('.endpoint summary', { hasText: 'block-sender' })
    await summary.focus()
    await page.keyboard.press('Enter')
    const panel = page.locator('.endpoint[open]')
    await panel.getByText('Idempotency-Key', { exact: true }).waitFor()
    expect(await panel.locator('.schema').nth(1).locator('dt').allTextContents()).toEqual([
      'connection',
      'parameters',
      'parameters.sender',
      'parameters.recipients',
      'parameters.action',
    ])
    await panel.getByText('string[] | string').waitFor()
    await panel.getByText('"block" | "permit"').waitFor()
    const curl = await panel.getByRole('region', { name: 'curl' }).textContent()
    expect(curl).toContain(`-d '{"parameters":{"sender":"o'\\''brien@example.net"}}'`)
    await panel.getByText('2 fields').click()
    await panel.getByText('string (date-time)').waitFor()
    await close()
  },
)

test('the description can be downloaded', needs('chromium'), async () => {
  const { page, close } = await open('/api')
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'openapi.json' }).click()
  expect(JSON.parse(readFileSync(await (await download).path(), 'utf8'))).toMatchObject({ openapi: '3.1.1' })
  await close()
})
