import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type Simulator, startSimulator } from '../../simulator/index.ts'
import { cleanEnvironment } from '../clean-environment.ts'

type Configurations = Simulator['config']

/** Runs that together execute what most runs have in common: APIs, dialects, templates, pages of a list, a soar.yaml. */
const RUNS: { args: string[]; soarYaml?: string; input: (config: Configurations) => object }[] = [
  {
    args: [],
    input: ({ api2 }) => ({
      action: 'block-sender',
      parameters: { recipient: 'alice@corp.example' },
      templates: { sender: '{{ context.event.from | lower }}' },
      context: { event: { from: 'Mallory@Evil.example' } },
      config: api2,
    }),
  },
  {
    args: [],
    input: ({ api1 }) => ({
      action: 'simple-archive-search',
      parameters: { from: 'news@newsletter.example.org' },
      config: api1,
    }),
  },
  {
    args: ['--dialect', 'secops'],
    input: ({ api2 }) => ({
      action_definition_name: 'Ping',
      parameters: {},
      integration_configuration: {
        'API Root': api2.api_root,
        'Client ID': api2.client_id,
        'Client Secret': api2.client_secret,
      },
    }),
  },
  {
    args: ['ping'],
    soarYaml: 'integrations: [built-in]\n',
    input: ({ api2 }) => ({ config: api2 }),
  },
]

/**
 * Runs the built product against the simulator, on the Node of this process, to write its code caches and to verify that it
 * works.
 */
export async function warmUp(dist: string): Promise<void> {
  const simulator = await startSimulator()
  try {
    for (const { args, soarYaml, input } of RUNS)
      await inFolder(dist, soarYaml, (cwd) => run(dist, cwd, args, input(simulator.config)))
    if (!existsSync(join(dist, 'cache'))) throw new Error('The built product left no code cache.')
  } finally {
    await simulator.close()
  }
}

/** Calls a function with the folder of the product, or with one that holds this soar.yaml. */
async function inFolder(
  dist: string,
  soarYaml: string | undefined,
  work: (folder: string) => Promise<void>,
): Promise<void> {
  if (soarYaml === undefined) return work(dist)
  const folder = mkdtempSync(join(tmpdir(), 'soar-warm-'))
  try {
    writeFileSync(join(folder, 'soar.yaml'), soarYaml)
    await work(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function run(dist: string, cwd: string, args: readonly string[], input: object): Promise<void> {
  const env = { ...cleanEnvironment(), NODE_OPTIONS: '' }
  const soar = spawn(process.execPath, [join(dist, 'soar.js'), 'run', ...args], { cwd, env })
  soar.stdin.end(JSON.stringify(input))
  const [output, errors, [code]] = await Promise.all([
    text(soar.stdout),
    text(soar.stderr),
    once(soar, 'close'),
  ])
  if (code !== 0) throw new Error(`The built product does not run:\n${output}${errors}`)
}
