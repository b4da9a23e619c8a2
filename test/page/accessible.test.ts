/** Every screen in both themes, three languages and two widths: no violation, nothing cut off. */
import { describe, expect, test } from 'vitest'
import { needs } from '../support/needs.ts'
import { violations } from './support/accessible.ts'
import { type Shown, stage } from './support/browser.ts'
import { addSamples } from './support/samples.ts'

const { open } = stage(({ runs }) => addSamples(runs))

/** How to get to each screen. */
const SCREENS: Record<string, { path: string; prepare?: (page: Shown['page']) => Promise<unknown> }> = {
  catalogue: { path: '/actions', prepare: (page) => page.locator('tbody tr').first().waitFor() },
  help: {
    path: '/actions',
    prepare: async (page) => {
      await page.keyboard.press('?')
      await page.locator('dialog[open]').waitFor()
    },
  },
  run: {
    path: '/runs/sample_table',
    prepare: (page) => page.locator('tbody tr').nth(1).click(),
  },
  'unknown outcome': {
    path: '/runs/sample_unknown',
    prepare: async (page) => {
      await page.locator('.note.odd .btn').first().click()
      await page.locator('dialog[open]').waitFor()
    },
  },
  'run in progress': {
    path: '/runs/sample_running',
    prepare: (page) => page.locator('.bigbar').waitFor(),
  },
  'not found': { path: '/nothing/here' },
}

const WAYS = ['light', 'dark'].flatMap((colorScheme) =>
  ['en', 'fr', 'ja'].flatMap((locale) =>
    [1440, 360].map((width) => ({ colorScheme, locale, width }) as const),
  ),
)

describe.each(Object.entries(SCREENS))('%s', (_, { path, prepare }) => {
  test.each(WAYS)(
    '$colorScheme, $locale, $width px',
    needs('chromium'),
    async ({ colorScheme, locale, width }) => {
      const scheme = colorScheme === 'dark' ? 'dark' : 'light'
      const { page, close } = await open(path, {
        colorScheme: scheme,
        locale,
        viewport: { width, height: 900 },
      })
      await prepare?.(page)
      expect(await violations(page)).toEqual([])
      await close()
    },
  )
})
