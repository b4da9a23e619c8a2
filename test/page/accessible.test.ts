/** Every screen in both themes, three languages and two widths: no violation, nothing cut off. */
import { expect, test } from 'vitest'
import { needs } from '../support/needs.ts'
import { cutOff, violations } from './support/accessible.ts'
import { type Shown, stage } from './support/browser.ts'
import { addHistory, addSamples } from './support/samples.ts'

const st = stage(({ runs }) => {
  addHistory(runs, 60)
  addSamples(runs)
})

const planned = (page: Shown['page']) => page.locator('.statusline').first().waitFor()

const tab = async (page: Shown['page'], at: number) => {
  await planned(page)
  await page.getByRole('tab').nth(at).click()
}

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
  history: { path: '/runs', prepare: (page) => page.locator('.hist tbody tr').first().waitFor() },
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
  action: { path: '/actions/mimecast/create-block-sender-policy', prepare: planned },
  'action with problems': {
    path: '/actions/mimecast/block-sender?t.sender=%7B%7B%20context.from%20%7D%7D&p.recipient=no',
    prepare: (page) => page.locator('.verdict.bad').waitFor(),
  },
  context: { path: '/actions/mimecast/block-sender', prepare: (page) => tab(page, 1) },
  'result and permissions': { path: '/actions/mimecast/get-policy', prepare: (page) => tab(page, 2) },
  'copy as': { path: '/actions/mimecast/simple-archive-search', prepare: (page) => tab(page, 3) },
  confirmation: {
    path: '/actions/mimecast/reject-message',
    prepare: async (page) => {
      await planned(page)
      await page.locator('form [type=submit]').click()
      await page.locator('dialog[open]').waitFor()
    },
  },
  'file of a table': { path: '/tables' },
  table: {
    path: '/tables',
    prepare: async (page) => {
      const text = 'sender,to\na@example.net,x@example.com\nbad address,x@example.com\n'
      await page
        .locator('#file')
        .setInputFiles({ name: 'senders.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
      await page.locator('#action').selectOption('mimecast/block-sender')
      await page.locator('#p-recipient-kind').selectOption('column')
      await page.locator('.facts').waitFor()
    },
  },
  'run over a table': {
    path: '/runs/sample_over',
    prepare: (page) => page.locator('.facts').waitFor(),
  },
  reference: {
    path: '/api',
    prepare: (page) => page.locator('.endpoint summary').first().click(),
  },
  connection: { path: '/connections', prepare: (page) => page.locator('.perms').waitFor() },
  connectors: { path: '/connectors', prepare: (page) => page.locator('main li').first().waitFor() },
  connector: {
    path: '/connectors/mimecast/message-tracking',
    prepare: async (page) => {
      await page.locator('#p-domains').fill('example.com')
      await page.locator('.bar button').click()
      await page.locator('.verdict').waitFor()
    },
  },
  templates: { path: '/templates', prepare: (page) => page.locator('.names li').waitFor() },
  'not found': { path: '/nothing/here' },
}

/** The last two: twice as large, as a browser's zoom does it, and the colours of the system. */
const WAYS = [
  ...(['light', 'dark'] as const).flatMap((colorScheme) =>
    [1440, 360].map((width) => ({ colorScheme, width, forcedColors: 'none' as const })),
  ),
  { colorScheme: 'light', width: 720, forcedColors: 'none' },
  { colorScheme: 'light', width: 1440, forcedColors: 'active' },
] as const
const LOCALES = ['en', 'fr', 'ja']

/** Whether `npm run soak -- matrix` runs this file: everything in every way, instead of in pairs. */
const isWhole = process.env.SOAR_SOAK_MATRIX === 'whole'

/**
 * Each screen in each language, and which of the ways axe-core judges there: every screen in every way, every screen in
 * every language and every language in every way, but not every screen in every way in every language.
 */
const CASES = Object.keys(SCREENS).flatMap((screen, at) =>
  LOCALES.map((locale, offset) => ({
    screen,
    locale,
    isJudged: (way: number) => isWhole || (way + at + offset) % LOCALES.length === 0,
  })),
)

// One page for each language, which goes from screen to screen: axe-core is compiled once in each.
const pages = new Map<string, Promise<Shown>>()
async function openFresh(locale: string): Promise<Shown> {
  const shown = await st.open('/nothing', { locale })
  // No screen finds what the one before it kept.
  await shown.page.addInitScript('localStorage.clear(); sessionStorage.clear()')
  return shown
}
async function goTo(path: string, locale: string): Promise<Shown> {
  const opening = pages.get(locale) ?? openFresh(locale)
  pages.set(locale, opening)
  const shown = await opening
  await shown.page.emulateMedia({ colorScheme: 'light', forcedColors: 'none', reducedMotion: 'reduce' })
  await shown.page.setViewportSize({ width: 1440, height: 900 })
  await shown.page.goto(`${st.server.url}${path}`)
  await shown.page.locator('h1').first().waitFor()
  return shown
}

test.each(CASES)('$screen in $locale', needs('chromium'), async ({ screen, locale, isJudged }) => {
  const { path = '/', prepare } = SCREENS[screen] ?? {}
  const { page, faults } = await goTo(path, locale)
  await prepare?.(page)
  const found: string[] = []
  for (const [at, { colorScheme, width, forcedColors }] of WAYS.entries()) {
    await page.emulateMedia({ colorScheme, forcedColors })
    await page.setViewportSize({ width, height: width === 720 ? 450 : 900 })
    // The page follows the system's colours with the next frame.
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
    const way = `${colorScheme}, ${width} px, forced colours: ${forcedColors}`
    const wrong = [...(isJudged(at) ? await violations(page, isWhole) : []), ...(await cutOff(page))]
    found.push(...wrong.map((one) => `${way}: ${one}`))
  }
  expect(found).toEqual([])
  expect(faults).toEqual([])
})
