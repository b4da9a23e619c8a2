/** Judges a page by axe-core: WCAG A and AA up to 2.2, and best practices. */
import { readFileSync } from 'node:fs'
import type axe from 'axe-core'
import type { Page } from 'playwright-core'
import { repository } from '../../support/sources.ts'

const source = readFileSync(`${repository}/node_modules/axe-core/axe.min.js`, 'utf8')

declare const window: { axe: typeof axe }

/**
 * What axe-core finds, one line each. Run from outside the page's content policy, as a browser's own tools are. Of a long
 * table it looks at the first rows only, unless at the whole page: the same component makes the others.
 */
export async function violations(page: Page, isWhole: boolean): Promise<string[]> {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(source)
  const rows = isWhole ? [] : ['tbody tr:nth-child(n + 17)']
  return page.evaluate(async (exclude) => {
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
    const { violations } = await window.axe.run(
      { include: ['html'], exclude },
      {
        runOnly: { type: 'tag', values: tags },
        resultTypes: ['violations'],
      },
    )
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 200)}`),
    )
  }, rows)
}

/** Says so where a part of the page is beside the screen. */
export async function cutOff(page: Page): Promise<string[]> {
  const wide = await page.evaluate(
    'document.documentElement.scrollWidth > document.documentElement.clientWidth',
  )
  return wide === true ? ['the page scrolls sideways'] : []
}
