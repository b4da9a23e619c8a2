/** Judges a page by axe-core: WCAG A and AA up to 2.2, and best practices. */
import { readFileSync } from 'node:fs'
import type axe from 'axe-core'
import type { Page } from 'playwright-core'
import { repository } from '../../support/sources.ts'

const source = readFileSync(`${repository}/node_modules/axe-core/axe.min.js`, 'utf8')

declare const window: { axe: typeof axe }

/** What axe-core finds, one line each. Run from outside the page's content policy, as a browser's own tools are. */
export async function violations(page: Page): Promise<string[]> {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(source)
  const found = await page.evaluate(async () => {
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
    const { violations } = await window.axe.run({
      runOnly: { type: 'tag', values: tags },
      resultTypes: ['violations'],
    })
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 200)}`),
    )
  })
  const wide = await page.evaluate(
    'document.documentElement.scrollWidth > document.documentElement.clientWidth',
  )
  return wide === true ? [...found, 'the page scrolls sideways'] : found
}
