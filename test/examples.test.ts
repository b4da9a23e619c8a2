import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { parse } from 'yaml'
import type { Integration } from '../runtime/integration/integration.ts'
import { readLayout } from '../runtime/integration/layout.ts'
import type { Example } from '../runtime/integration/manifest.ts'
import { closeSessions } from '../runtime/run/client.ts'
import { runAction } from '../runtime/run/run-action.ts'
import { exchangeFile, runExample } from '../runtime/testing/index.ts'
import { type Simulator, startSimulator } from '../simulator/index.ts'
import { openIntegration } from '../testing/own/subjects.ts'

const root = join(import.meta.dirname, '..')

/** The day of the recorded samples: the simulator's mails, and so the examples' results, stand in relation to it. */
const NOW = Date.parse('2026-03-10T10:30:00Z')

const manifests = (await readLayout(root)).actions.map(({ id, manifest }) => ({
  id,
  example: (parse(readFileSync(join(root, manifest), 'utf8')) as { example: Example }).example,
}))

let integration: Integration
let simulator: Simulator

beforeAll(async () => {
  integration = await openIntegration()
  simulator = await startSimulator({ now: () => NOW })
})
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW })
  simulator.reset()
})
afterEach(() => {
  vi.useRealTimers()
})
afterAll(async () => {
  await closeSessions(integration)
  await simulator.close()
})

describe.each(integrationLocales())('the example of every manifest, in %s', (locale) => {
  test.each(manifests)(
    '$id runs as the manifest says, on its recording or the simulator',
    async ({ id, example }) => {
      if (await exchangeFile(integration, id)) {
        await runExample(integration, id, { locale })
        return
      }
      const { parameters, templates = {}, context = {}, state = null } = example
      const config = { ...simulator.config.api2, ...example.config }
      const request = {
        action: id,
        parameters,
        templates,
        context,
        state,
        locale,
        config: resolve(config, simulator),
      }
      const result = await runAction(integration, request, { experimental: true })
      expect(result.error).toBeUndefined()
      expect(result).toMatchObject({ is_success: true, run: { locale } })
      expect(result.json_result).toEqual(example.result)
      expect(result.output_message).not.toBe('')
      expect(result.warnings ?? []).not.toContainEqual(expect.stringContaining('could not be written'))
      if (locale === 'en' && example.message !== undefined)
        expect(result.output_message).toBe(example.message)
    },
  )
})

function integrationLocales(): string[] {
  return (parse(readFileSync(join(root, 'integration.yaml'), 'utf8')) as { locales: string[] }).locales
}

/** An example for API 1.0 says so with `api_version: "1.0"`; it gets that kind of credentials. */
function resolve(config: Record<string, unknown>, { config: configs }: Simulator): Record<string, unknown> {
  return config.api_version === '1.0' ? { ...configs.api1, api_version: '1.0' } : config
}
