/** The form of an action and its plan, in a browser. */
import { expect, test } from 'vitest'
import { needs } from '../support/needs.ts'
import { served } from './support/served.ts'

const { open } = served()

const FORM = '/actions/mimecast/block-sender'

test(
  'the plan follows the form, and problems are at their fields and in the plan',
  needs('chromium'),
  async () => {
    const { page, close } = await open(`${FORM}?p.sender=mallory@evil.example&p.recipient=ap@example.com`)
    const plan = page.getByRole('tabpanel')
    await plan.getByText('/api/managedsender/permit-or-block-sender').waitFor()
    await plan.getByText('Nothing was sent.').waitFor()
    expect(await plan.getByText('***').count()).toBe(1)
    await page.getByLabel('Recipient', { exact: true }).fill('not an address')
    const link = plan.getByRole('button', { name: /Recipient/ })
    await link.waitFor()
    const field = page.getByLabel('Recipient', { exact: true })
    expect(await field.getAttribute('aria-invalid')).toBe('true')
    expect(await page.locator('.f.wrong .err').allTextContents()).toEqual([await link.textContent()])
    expect(await page.getByRole('button', { name: /^Run on acme/ }).isDisabled()).toBe(true)
    await link.click()
    expect(await page.locator(':focus').getAttribute('id')).toBe('p-recipient')
    await field.fill('jo@example.com')
    await plan.getByText('"jo@example.com"').first().waitFor()
    expect(await page.getByRole('button', { name: /^Run on acme/ }).isDisabled()).toBe(false)
    await close()
  },
)

test(
  'only what differs from the defaults is sent, and the address holds the form',
  needs('chromium'),
  async () => {
    const { page, sent, close } = await open('/actions/mimecast/create-block-sender-policy')
    await page.getByRole('tabpanel').getByText('create-policy').waitFor()
    await page.getByRole('button', { name: 'Clear' }).click()
    await page.getByLabel('Description', { exact: true }).fill('Block a supplier')
    await page.getByLabel('Sender', { exact: true }).fill('bulk.example.net')
    await page.getByLabel('Recipient Type', { exact: true }).selectOption('Everyone')
    await page.getByText('not used with Everyone').waitFor()
    await page.getByLabel('Enforced', { exact: true }).setChecked(false, { force: true })
    await page.getByRole('tabpanel').getByText('"enforced": ').first().waitFor()
    await expect.poll(() => new URL(page.url()).searchParams.get('p.enforced')).toBe('false')
    expect(sent.at(-1)?.body).toEqual({
      connection: 'acme',
      parameters: {
        description: 'Block a supplier',
        sender: 'bulk.example.net',
        recipient_type: 'Everyone',
        enforced: false,
      },
      locale: 'en',
    })
    await page.reload()
    await page.getByText('not used with Everyone').waitFor()
    expect(await page.getByLabel('Enforced', { exact: true }).isChecked()).toBe(false)
    await close()
  },
)

test('a template shows what it gives, or a wave below what is wrong', needs('chromium'), async () => {
  const { page, sent, close } = await open(`${FORM}?p.recipient=ap@example.com`)
  await page.getByRole('tab', { name: 'Context' }).click()
  await page.getByLabel('Context as JSON').fill('{ "event": { "from": "Billing@Suppliers.example.net" } }')
  const how = page.getByRole('group', { name: 'Value or template for Sender' })
  await how.getByRole('button', { name: 'Template' }).click()
  const editor = page.getByLabel('Sender', { exact: true })
  await editor.fill('{{ context.event.fron | lower }}')
  await page.locator('.te').waitFor()
  expect(await page.locator('.te').textContent()).toBe('context.event.fron')
  await page.getByText('"context.event.fron" is undefined').first().waitFor()
  await editor.fill('{{ context.event.from | lower }}')
  await page.locator('.shows code').waitFor()
  expect(await page.locator('.shows code').textContent()).toBe('billing@suppliers.example.net')
  expect(await page.locator('.te').count()).toBe(0)
  expect(sent.at(-1)?.body).toMatchObject({
    templates: { sender: '{{ context.event.from | lower }}' },
    context: { event: { from: 'Billing@Suppliers.example.net' } },
  })
  await close()
})

test(
  'the context must be a JSON object; otherwise nothing is planned or run',
  needs('chromium'),
  async () => {
    const { page, close } = await open(FORM)
    await page.getByRole('tabpanel').getByText('Nothing was sent.').waitFor()
    await page.getByRole('tab', { name: 'Context' }).click()
    await page.getByLabel('Context as JSON').fill('[1, 2')
    await page.locator('#context-fault').getByText('The context is not a JSON object.').waitFor()
    expect(await page.getByRole('button', { name: /^Run on acme/ }).isDisabled()).toBe(true)
    await close()
  },
)

test('one plan is in flight, and older ones are given up', needs('chromium'), async () => {
  const { page, sent, next, close } = await open(FORM)
  await page.getByRole('tabpanel').getByText('Nothing was sent.').waitFor()
  const before = sent.length
  await next('/plan', async () => {
    // It is never answered.
  })
  const givenUp = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/plan'))
  await page.getByLabel('Recipient', { exact: true }).fill('first@example.com')
  await expect.poll(() => sent.length).toBe(before + 1)
  await page.getByLabel('Recipient', { exact: true }).fill('second@example.com')
  expect((await givenUp).postDataJSON().parameters.recipient).toBe('first@example.com')
  await page.getByRole('tabpanel').getByText('second@example.com').first().waitFor()
  await close()
})

const HOSTILE = [
  '<img src=x onerror=alert(1)><script>alert(2)</script>',
  '{{ 7*7 }}',
  '=HYPERLINK("http://evil.example","x")',
  'javascript:alert(1)',
  'invoice\u202Exslx.exe',
]

test.each(HOSTILE)('a hostile value is text: %j', needs('chromium'), async (value) => {
  const { page, sent, close } = await open('/actions/mimecast/find-groups')
  await page.getByRole('tabpanel').getByText('Nothing was sent.').waitFor()
  await page.getByLabel('Query', { exact: true }).fill(value)
  const shown = JSON.stringify(value).slice(1, -1).replace('\u202E', 'U+202E')
  await expect.poll(() => page.getByRole('tabpanel').textContent()).toContain(shown)
  expect(await page.locator('main img, main script, main a[href^="javascript"]').count()).toBe(0)
  expect(sent.at(-1)?.body.parameters).toEqual({ query: value })
  await close()
})

test(
  'a megabyte in a field is planned, cut in the plan, and not put into the address',
  needs('chromium'),
  async () => {
    const { page, close } = await open('/actions/mimecast/find-groups')
    await page.getByRole('tabpanel').getByText('Nothing was sent.').waitFor()
    await page.getByLabel('Query', { exact: true }).fill('x'.repeat(1_000_000))
    await page
      .getByRole('button', { name: /^Show more/ })
      .first()
      .waitFor()
    expect(page.url().length).toBeLessThan(5_000)
    await close()
  },
)
