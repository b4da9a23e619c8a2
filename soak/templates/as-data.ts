/** Hostile templates as data: in subjects of mails and in parameters, they are printed as they are, everywhere. */
import type { Result } from '../../runtime/contract/result.ts'
import type { Integration } from '../../runtime/integration/integration.ts'
import { visibleLine } from '../../runtime/safety/control-characters.ts'
import { modelLine } from '../../runtime/safety/model-text.ts'
import { type Simulator, startSimulator } from '../../simulator/index.ts'
import { type CliAnswer, commandLine } from '../../testing/command-line.ts'
import { environmentOf } from '../../testing/own/subjects.ts'
import { toolCall } from '../secrets/scenarios.ts'

/** Every place where payloads are looked for, each with what is wrong there. */
export async function payloadsAsData(
  integration: Integration,
  payloads: readonly string[],
): Promise<string[]> {
  const simulator = await startSimulator({ sizes: { archived: 0, held: 0, tracked: 0, logs: 0 } })
  try {
    simulator.seed({
      mails: payloads.map((subject, at) => ({
        subject,
        policy: subject,
        from: `mallory-${at}@evil.test`,
        to: ['dana@example.com'],
        status: at % 2 === 0 ? 'held' : 'archived',
      })),
    })
    const world: World = { integration, simulator, payloads }
    return [
      ...(await heldMail(world)),
      ...(await archivedMail(world)),
      ...(await alerts(world)),
      ...(await parameters(world)),
      ...(await rows(world)),
      ...(await tool(world)),
    ]
  } finally {
    await simulator.close()
  }
}

interface World {
  integration: Integration
  simulator: Simulator
  payloads: readonly string[]
}

const speak = (
  { integration }: World,
  argv: readonly string[],
  request: object,
  tty = false,
): Promise<CliAnswer> =>
  commandLine(argv, {
    stdin: JSON.stringify(request),
    columns: 400,
    tty: { stdout: tty },
    open: async () => ({ integration: { ...integration, sessions: new Map() } }),
  })

const missing = (where: string, wanted: readonly string[], found: readonly unknown[]): string[] => {
  const there = new Set(found)
  return wanted
    .filter((payload) => !there.has(payload))
    .map((payload) => `${where}: not as it is: ${payload}`)
}

const held = ({ payloads }: World): string[] => payloads.filter((_, at) => at % 2 === 0)
const archived = ({ payloads }: World): string[] => payloads.filter((_, at) => at % 2 === 1)

/** In rows, on a terminal, and in the document of the platform. */
async function heldMail(world: World): Promise<string[]> {
  const config = world.simulator.config.api2
  const request = { action: 'get-hold-message-list', parameters: { limit: 500 }, config }
  const plain = await speak(world, ['run'], request)
  const rows = (JSON.parse(plain.stdout) as Result).json_result as { subject: string }[]
  const found = missing(
    'run',
    held(world),
    rows.map(({ subject }) => subject),
  )
  const context = {
    action_definition_name: 'Get Hold Message List',
    parameters: { Limit: '500' },
    integration_configuration: {
      'API Root': config.api_root,
      'Client ID': config.client_id,
      'Client Secret': config.client_secret,
    },
  }
  const platform = await speak(world, ['run', '--dialect', 'secops'], context)
  const inside = deepTexts(JSON.parse(platform.stdout))
  return [...found, ...missing('secops', held(world), inside)]
}

async function archivedMail(world: World): Promise<string[]> {
  const request = {
    action: 'simple-archive-search',
    parameters: { time_frame: 'Last 24 Hours', max_emails_to_return: 500 },
    config: world.simulator.config.api2,
  }
  const plain = await speak(world, ['run'], request)
  const result = JSON.parse(plain.stdout) as Result
  return missing('run, archive', archived(world), deepTexts(result.json_result))
}

/** Alerts of the connector, in its own form and in the platform's. */
async function alerts(world: World): Promise<string[]> {
  const parameters = { domains: 'example.com', max_messages_to_return: 500, max_hours_backwards: 24 }
  const request = { action: 'message-tracking', parameters, config: world.simulator.config.api2 }
  const plain = await speak(world, ['run'], request)
  const texts = deepTexts((JSON.parse(plain.stdout) as Result).json_result)
  return missing('connector', held(world), texts)
}

/** What a user typed, in the sentence and on a terminal. */
async function parameters(world: World): Promise<string[]> {
  const config = world.simulator.config.api2
  const complaints: string[] = []
  for (const payload of world.payloads) {
    const subject = payload.trim()
    const request = {
      action: 'get-hold-message-list',
      parameters: { subject, limit: 1 },
      config,
      dry_run: true,
    }
    const { stdout } = await speak(world, ['run'], request)
    const { dry_run } = JSON.parse(stdout) as Result
    if ((dry_run?.inputs as { subject?: string } | undefined)?.subject !== subject)
      complaints.push(`parameter: not as it is: ${payload}`)
  }
  const [first = ''] = world.payloads
  const shown = await speak(
    world,
    ['run'],
    { action: 'get-hold-message-list', parameters: { limit: 1, subject: first }, config },
    true,
  )
  if (!shown.stdout.includes(visibleLine(first).slice(0, 20)))
    complaints.push(`terminal: not as it is: ${shown.stdout}`)
  return complaints
}

/** Cells of a table, as a column and as what a template prints. */
async function rows(world: World): Promise<string[]> {
  const stdin = world.payloads.map((subject, row) => `${JSON.stringify({ row, subject })}\n`).join('')
  const argv = [
    'rows',
    'block-sender',
    '--set',
    'sender=s{{ row }}@evil.test',
    '--param',
    'recipient=a@b.test',
    '--yes',
  ]
  const { stdout } = await commandLine([...argv, '--keep', 'subject'], {
    stdin,
    env: environmentOf(world.simulator),
    open: async () => ({ integration: { ...world.integration, sessions: new Map() } }),
  })
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  return missing('rows', world.payloads, lines.flatMap(deepTexts))
}

/** What a language model reads: the same text, but for signs that would act in it. */
async function tool(world: World): Promise<string[]> {
  const { stdout } = await commandLine(['mcp', '--max-characters', '1000000'], {
    stdin: toolCall('mimecast_get_hold_message_list', { limit: 500 }),
    env: environmentOf(world.simulator),
    open: async () => ({ integration: { ...world.integration, sessions: new Map() } }),
  })
  const texts = stdout
    .trimEnd()
    .split('\n')
    .flatMap((line) => deepTexts(JSON.parse(line)))
  const wanted = held(world).filter((payload) => modelLine(payload) === payload)
  return missing('mcp', wanted, texts)
}

/** Every text in data, and every text in JSON inside texts. */
function deepTexts(value: unknown): string[] {
  if (typeof value === 'string') return [value, ...inner(value)]
  if (value === null || typeof value !== 'object') return []
  return Object.values(value).flatMap(deepTexts)
}

function inner(text: string): string[] {
  if (!/^\s*[[{]/.test(text)) return []
  try {
    return deepTexts(JSON.parse(text))
  } catch {
    return []
  }
}
