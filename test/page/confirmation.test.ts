/** Changes from the page: confirmed, bound to their plan, with one key that outlives a lost answer. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { needs } from '../support/needs.ts'
import { type Sent, served } from './support/served.ts'

const set = served()
const { open } = set

const FORM = '/actions/mimecast/block-sender?p.recipient=ap@example.com&p.sender='
const CHANGE = '/api/managedsender/permit-or-block-sender'

/** Requests that changed something in the tenant. */
const changes = (path = CHANGE) => set.simulator.requests.filter((one) => one.path === path).length
/** Headers of the runs that the page asked for. */
const asked = (sent: readonly Sent[]) =>
  sent.filter(({ path }) => path.endsWith('/runs')).map(({ headers }) => headers)
const planned = (page: Page) => page.getByText('Nothing was sent.').waitFor()
const arrived = (page: Page) => page.waitForURL(/\/runs\/run_/)

test('by mouse: the dialog shows inputs and tenant, and sends plan and key', needs('chromium'), async () => {
  const { page, sent, close } = await open(`${FORM}mouse@evil.example`)
  await planned(page)
  const before = changes()
  await page.getByRole('button', { name: /^Run on acme/ }).click()
  const dialog = page.getByRole('dialog', { name: 'Block Sender on acme?' })
  await dialog.getByText('mouse@evil.example').waitFor()
  await dialog.getByText('This changes Example Trading Ltd.').waitFor()
  expect(await page.locator(':focus').textContent()).toBe('Cancel')
  expect(changes()).toBe(before)
  await dialog.getByRole('button', { name: 'Block Sender' }).click()
  await arrived(page)
  expect(changes()).toBe(before + 1)
  expect(asked(sent).at(-1)).toMatchObject({
    'idempotency-key': expect.stringMatching(/^[0-9a-f]{32}$/),
    'soar-plan': expect.stringMatching(/^\S{16,}$/),
    prefer: 'wait=10',
  })
  await close()
})

test('by keyboard alone: fill in, confirm, run', needs('chromium'), async () => {
  const { page, close } = await open('/actions')
  await page.locator('tbody tr').first().waitFor()
  await page.keyboard.press('/')
  await page.keyboard.type('block sender internal')
  await page.getByText('Block Sender', { exact: true }).waitFor()
  while ((await page.locator(':focus').textContent()) !== 'Block Sender') await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await planned(page)
  while ((await page.locator(':focus').getAttribute('id')) !== 'p-sender') await page.keyboard.press('Tab')
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('keys@evil.example')
  const before = changes()
  await page.keyboard.press('Control+Enter')
  const dialog = page.getByRole('dialog')
  await dialog.getByText('keys@evil.example').waitFor()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  expect(changes()).toBe(before)
  expect(await page.locator(':focus').getAttribute('id')).toBe('p-sender')
  await page.keyboard.press('Control+Enter')
  await dialog.waitFor()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await arrived(page)
  expect(changes()).toBe(before + 1)
  await close()
})

test('a destructive action needs the name of the connection', needs('chromium'), async () => {
  const { page, close } = await open('/actions/mimecast/release-message')
  await planned(page)
  await page.getByRole('button', { name: /^Run on acme/ }).click()
  const dialog = page.getByRole('dialog')
  const release = dialog.getByRole('button', { name: 'Release Message' })
  expect(await release.isDisabled()).toBe(true)
  await dialog.getByLabel('Type acme to confirm').fill('globex')
  expect(await release.isDisabled()).toBe(true)
  await dialog.getByLabel('Type acme to confirm').fill('acme')
  await release.click()
  await arrived(page)
  await close()
})

test(
  'a lost answer is asked for with the same key, also after a reload; the change is made once',
  needs('chromium'),
  async () => {
    const { page, sent, next, close } = await open(`${FORM}lost@evil.example`)
    await planned(page)
    const before = changes()
    const attempts = asked(sent).length
    // The server gets the request, and its answer is lost.
    await next('/runs', async (route) => {
      await route.fetch()
      await route.abort('connectionreset')
    })
    await page.getByRole('button', { name: /^Run on acme/ }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Block Sender' }).click()
    await page.getByText('No answer to block-sender on acme.').waitFor()
    expect(await page.getByRole('button', { name: /^Run on acme/ }).isDisabled()).toBe(true)
    await page.reload()
    await page.getByText('No answer to block-sender on acme.').waitFor()
    // A proxy's error page is no answer either.
    await next('/runs', (route) => route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>Bad' }))
    await page.getByRole('button', { name: 'Ask again' }).click()
    await expect.poll(() => asked(sent).length).toBe(attempts + 2)
    await page.getByRole('button', { name: 'Ask again', disabled: false }).click()
    await arrived(page)
    const keys = asked(sent)
      .slice(attempts)
      .map((headers) => headers['idempotency-key'])
    expect(keys).toHaveLength(3)
    expect(new Set(keys).size).toBe(1)
    expect(changes()).toBe(before + 1)
    await close()
  },
)

test('a run under way with this key is followed', needs('chromium'), async () => {
  const { page, next, close } = await open(`${FORM}busy@evil.example`)
  await planned(page)
  await next('/runs', (route) =>
    route.fulfill({
      status: 409,
      contentType: 'application/problem+json',
      headers: { location: '/v1/runs/run_1' },
      body: JSON.stringify({ code: 'RUN_IN_PROGRESS', status: 409, detail: 'The run is in progress.' }),
    }),
  )
  await page.getByRole('button', { name: /^Run on acme/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Block Sender' }).click()
  await page.waitForURL(/\/runs\/run_1\b/)
  await close()
})

test('a changed plan is shown again, and a refusal is said', needs('chromium'), async () => {
  const { page, sent, next, close } = await open(`${FORM}changed@evil.example`)
  await planned(page)
  const plan = {
    plan_id: 'second',
    effect: 'write',
    idempotent: true,
    permissions: [],
    connection: { name: 'acme' },
    request: null,
    more_requests: 'none',
    inputs: { sender: 'other@evil.example' },
    warnings: [],
    ms: 1,
  }
  const refuse = (body: object) =>
    next('/runs', (route) =>
      route.fulfill({ status: 409, contentType: 'application/problem+json', body: JSON.stringify(body) }),
    )
  await refuse({ code: 'PLAN_CHANGED', status: 409, detail: 'The plan has changed.', plan })
  await page.getByRole('button', { name: /^Run on acme/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Block Sender' }).click()
  await dialog.getByText('other@evil.example').waitFor()
  await dialog.getByText('The plan has changed since you looked at it.').waitFor()
  await refuse({ code: 'DRAINING', status: 503, detail: 'The server is shutting down.' })
  await dialog.getByRole('button', { name: 'Block Sender' }).click()
  await page.getByText('The server is shutting down.').waitFor()
  expect(asked(sent).at(-1)?.['soar-plan']).toBe('second')
  expect(await dialog.count()).toBe(0)
  await close()
})

test(
  'an equal change of unknown outcome is named before it is sent again, and has to be accepted',
  needs('chromium'),
  async () => {
    const form =
      '/actions/mimecast/create-block-sender-policy?p.description=Twin&p.sender=twin.example&p.recipient_type=Everyone'
    const { page, sent, close } = await open(form)
    const create = '/api/policy/blockedsenders/create-policy'
    await planned(page)
    set.simulator.fault({ path: create, times: 1, cut: 'after' })
    const before = changes(create)
    await page.getByRole('button', { name: /^Run on acme/ }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Create Block Sender Policy' }).click()
    await arrived(page)
    const unknown = new URL(page.url()).pathname.split('/').at(-1) ?? ''
    await page.goBack()
    const warning = page.getByRole('tabpanel').getByText('its outcome is unknown')
    await warning.waitFor()
    expect(await page.getByRole('tabpanel').getByRole('link', { name: unknown }).count()).toBe(1)
    await page.getByRole('button', { name: /^Run on acme/ }).click()
    const again = page.getByRole('dialog').getByRole('button', { name: 'Create Block Sender Policy' })
    expect(await again.isDisabled()).toBe(true)
    await page.getByRole('dialog').getByLabel('I have checked that run.').check()
    await again.click()
    await page.waitForURL((url) => /\/runs\/run_/.test(url.pathname) && !url.pathname.endsWith(unknown))
    expect(asked(sent).at(-1)?.['soar-repeat']).toBe(unknown)
    expect(changes(create)).toBe(before + 2)
    await close()
  },
)

test(
  'a change is undone from its run: the form is filled in, and both runs say so',
  needs('chromium'),
  async () => {
    const { page, sent, close } = await open(
      '/actions/mimecast/block-url?p.url=https://login.evil.example/verify',
    )
    const entries = () => set.simulator.state.managed_urls.size
    const before = entries()
    await planned(page)
    await page.getByRole('button', { name: /^Run on acme/ }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Block URL' }).click()
    await arrived(page)
    const done = page.url()
    expect(entries()).toBe(before + 1)

    await page.getByRole('link', { name: 'Undo' }).click()
    await page.getByRole('heading', { name: 'Delete Managed URL' }).waitFor()
    await page.getByText('Undoes').waitFor()
    await planned(page)
    expect(entries()).toBe(before + 1)
    await page.getByRole('button', { name: /^Run on acme/ }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Type acme to confirm').fill('acme')
    await dialog.getByRole('button', { name: 'Delete Managed URL' }).click()
    await arrived(page)
    expect(entries()).toBe(before)
    await page.getByText('Undoes').waitFor()
    expect(sent.filter(({ path }) => path.endsWith('/runs'))).toHaveLength(2)

    await page.goto(done)
    await page.getByText('Undone by').waitFor()
    expect(await page.getByRole('link', { name: 'Undo' }).count()).toBe(0)
    await close()
  },
)

test('plan and dialog of a change without a way back say so', needs('chromium'), async () => {
  const { page, close } = await open(`${FORM}final@evil.example`)
  await planned(page)
  const note =
    'This cannot be undone. Mimecast has no call that removes the entry of one sender and one recipient.'
  await page.getByText(note).waitFor()
  await page.getByRole('button', { name: /^Run on acme/ }).click()
  await page.getByRole('dialog').getByText(note).waitFor()
  await close()
})
