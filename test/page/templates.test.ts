/** The workbench for templates, in a browser. */
import { expect, test } from 'vitest'
import { lookUp, namesIn } from '../../page/views/templates/names.ts'
import { needs } from '../support/needs.ts'
import { served } from './support/served.ts'

const { open } = served()

test(
  'shows the value, the names it reads and what is missing; sends nothing to the tenant',
  needs('chromium'),
  async () => {
    const { page, close } = await open('/templates')
    await page.locator('.shows code').waitFor()
    expect(await page.locator('.shows code').textContent()).toBe('billing@suppliers.example.net')
    await page
      .getByRole('textbox', { name: 'Template', exact: true })
      .fill('{{ context.case.id }}-{{ context.who | default("?") }}')
    await expect.poll(() => page.locator('.shows code').textContent()).toBe('4711-?')
    expect(await page.locator('.names code').allTextContents()).toEqual(['context.case.id', 'context.who'])
    expect(await page.locator('.names .warnc').count()).toBe(1)
    await page.getByRole('textbox', { name: 'Template', exact: true }).fill('one\n{{ context.event.fron }}')
    await page.locator('.te').waitFor()
    expect(await page.locator('.te').textContent()).toBe('context.event.fron')
    await page.getByRole('button', { name: 'context.event.subject' }).click()
    expect(await page.getByRole('textbox', { name: 'Template', exact: true }).inputValue()).toContain(
      '{{ context.event.subject }}',
    )
    await close()
  },
)

test('names are looked up where they are', () => {
  const context = { event: { from: 'x', 'to-name': 1, list: [1] }, n: null }
  expect(namesIn(context)).toEqual(['context.event.from', 'context.event.list', 'context.n'])
  expect(lookUp(['context.event.from', 'context.toString', 'run.started', 'context.n.x'], context)).toEqual([
    { name: 'context.event.from', state: 'found', value: 'x' },
    { name: 'context.toString', state: 'missing' },
    { name: 'run.started', state: 'at run' },
    { name: 'context.n.x', state: 'missing' },
  ])
})
