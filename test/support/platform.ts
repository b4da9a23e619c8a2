/** A platform with the package on it, and a simulated tenant behind it: what the tests of the scripts share. */
import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, expect } from 'vitest'
import { type Simulator, startSimulator } from '../../simulator/index.ts'
import {
  findPython,
  type Platform,
  packSource,
  runScript,
  type ScriptOptions,
  startPlatform,
  startScript,
} from './package.ts'
import { type Ended, runSoar } from './soar.ts'

/** What the platform keeps between runs. */
export interface Store {
  /** By id of the integration's instance, values by label. */
  configurations: Record<string, Record<string, string>>
  /** By context type, identifier and key. */
  properties: Record<string, string>
}

/** The result document of an action. */
export interface ActionDocument {
  Message: string
  ResultObjectJson: string
  ResultValue: boolean
  DebugOutput: string
  ExecutionState: number
}

/** The integration's instance that every context names. */
export const INSTANCE = '0a7d2f64-8c52-4d0b-b0c8-6a1c5f1f9e33'

/** What is packed. */
export const { actions, spec } = await packSource()

/** Configuration by label, as the platform stores it. */
export const labelled = (config: Record<string, string>): Record<string, string> => ({
  ...Object.fromEntries(
    Object.entries(config).map(([name, value]) => [spec.config[name]?.label ?? name, value]),
  ),
  'Verify SSL': 'True',
  AgentIdentifier: '',
})

/** The context of an action. */
export const contextOf = (name: string, parameters: Record<string, unknown> = {}) => ({
  case_id: '4821',
  alert_id: 'HELD MESSAGE_5B1E6C0A',
  target_entities: [],
  environment: 'Default Environment',
  workflow_id: null,
  parameters,
  integration_identifier: 'Mimecast',
  integration_instance: INSTANCE,
  action_definition_name: name,
  original_requesting_user: null,
  default_result_value: '',
  max_json_result_size: 15,
})

/** The one document on standard output: ASCII, without a line end. */
export function documentOf<T = ActionDocument>({ stdout }: Ended): T {
  expect(stdout).toMatch(/^\{[\x20-\x7e]*\}$/)
  return JSON.parse(stdout) as T
}

/** Starts it all before the tests of a file; between tests the tenant and the store are as at first. */
export function usePlatform() {
  // The tenant's mails stand in relation to this time; both of two runs must see the same ones.
  const started = Date.now()
  const world = {} as { platform: Platform; simulator: Simulator; python: string }
  beforeAll(async () => {
    world.python = findPython()
    const sizes = { archived: 40, held: 20, tracked: 20, logs: 20 }
    world.simulator = await startSimulator({ now: () => started, sizes })
    world.platform = await startPlatform()
  })
  afterAll(async () => {
    world.platform?.remove()
    await world.simulator?.close()
  })
  const file = () => world.platform.environment.PLATFORM_STORE ?? ''
  const keep = (store: Partial<Store>) =>
    writeFileSync(file(), JSON.stringify({ configurations: {}, properties: {}, ...store }))
  beforeEach(() => {
    world.simulator.reset()
    keep({ configurations: { [INSTANCE]: labelled(world.simulator.config.api2) } })
  })
  const run = (script: string, options?: ScriptOptions) =>
    runScript(world.platform, world.python, script, options)
  return {
    simulator: () => world.simulator,
    /** Path of a file of this platform. */
    path: (...names: string[]) => [world.platform.folder, ...names].join('/'),
    environment: () => world.platform.environment,
    keep,
    kept: (): Store => JSON.parse(readFileSync(file(), 'utf8')),
    run,
    start: (script: string, options?: ScriptOptions) =>
      startScript(world.platform, world.python, script, options),
    runPing: (options: ScriptOptions = {}) =>
      run('ActionsScripts/Ping.py', { input: JSON.stringify(contextOf('Ping')), ...options }),
    /** What the product itself answers to the same. */
    ask: (args: readonly string[], context: object) =>
      runSoar(args, { file: world.platform.product, input: JSON.stringify(context) }),
  }
}
