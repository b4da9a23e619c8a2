/** `soar schedule`: connectors on a schedule. */
import { ActionError } from '../../../../contract/errors.ts'
import { refuse } from '../../../../contract/refuse.ts'
import type { Schedules } from '../../../../service/engine/api/schedules.ts'
import { createTask } from '../../../../service/engine/create-task.ts'
import { engineOf } from '../../engine/open.ts'
import { queueOf, readQueue } from '../../engine/options.ts'
import type { Call, Command } from '../../line/command.ts'
import { readDuration } from '../../line/duration.ts'
import {
  connectionOptions,
  jsonOption,
  localeOption,
  logLevelOption,
  onOption,
  paramOption,
  timeoutOption,
} from '../../line/options.ts'
import { chosenConnection } from '../../line/read-options.ts'
import { write } from '../../process/io.ts'
import { openFor } from '../../request/action.ts'
import { composeRequest } from '../../request/compose.ts'
import { requestParts } from '../../request/parts.ts'
import { visibleLine } from '../../screen/width.ts'

const CHANGES = ['pause', 'resume', 'trigger', 'delete'] as const

export const command: Command = {
  name: 'schedule',
  summary: 'run a connector on a schedule of an engine',
  arguments: [
    {
      name: 'connector',
      help: `id of the connector; or list, ${CHANGES.join(', ')}`,
      required: true,
      complete: 'action',
    },
    { name: 'id', help: `id of the schedule, for ${CHANGES.join(', ')}` },
  ],
  options: [
    onOption,
    { name: 'every', value: 'TIME', help: 'time between two runs, such as 1m, 5m' },
    { ...connectionOptions[0], help: "use this connection of the worker's connections file" },
    { name: 'queue', value: 'NAME', help: 'queue of the workers; default soar:<integration>' },
    paramOption,
    { ...timeoutOption, help: 'deadline of each run, such as 30s, 2m' },
    { ...jsonOption, help: 'print one JSON object per schedule' },
    localeOption,
    logLevelOption,
  ],
  examples: [
    'soar schedule fetch-alerts --every 5m --connection acme --on https://engine.example.com:7243/default',
    'soar schedule list',
    'soar schedule pause connect:fetch-alerts:acme',
  ],
  run: schedule,
}

async function schedule(call: Call): Promise<number> {
  const [first = '', id] = call.args
  const { engine, envelope } = await engineOf(call)
  try {
    const change = CHANGES.find((one) => one === first)
    if (change) await engine.schedules[change](named(change, id))
    else if (first === 'list') await list(call, engine.schedules)
    else await create(call, engine.schedules, envelope.sealed)
    return 0
  } finally {
    await engine.close()
  }
}

function named(change: string, id: string | undefined): string {
  if (id !== undefined) return id
  throw refuse(`Name the schedule: \`soar schedule ${change} ID\`. \`soar schedule list\` shows all of them.`)
}

/** Shorter intervals are `--watch` of `soar connect`. */
const SHORTEST_MS = 1_000

async function create(call: Call, schedules: Schedules, sealed: boolean): Promise<void> {
  const { options, io } = call
  const { integration, id: action } = await openFor(call, call.args[0] ?? '')
  const { manifest } = await integration.action(action)
  if (manifest.kind !== 'connector')
    throw refuse(`"${action}" is an action, not a connector. Submit it with \`soar submit\`.`)
  const every = options.text('every')
  const every_ms = every === undefined ? 0 : readDuration('every', every)
  if (every_ms < SHORTEST_MS) throw refuse('--every TIME is required, and at least 1s, such as --every 5m.')
  const parts = requestParts({ ...call, args: [action] }, { connection: undefined })
  const { request } = await composeRequest(parts, integration, undefined, io)
  const connection = chosenConnection(options)?.name
  const task = await createTask(request, integration, { connection, sealed })
  const id = ['connect', action, connection ?? '-'].join(':')
  const queue = readQueue(options.text('queue') ?? queueOf(integration.spec.id))
  await schedules.create({ id, queue, every_ms, task }).catch((error: unknown) => {
    const exists = error instanceof ActionError && error.facts.vendor?.status === 409
    throw exists ? refuse(`The schedule ${id} exists. Delete it first: soar schedule delete ${id}`) : error
  })
  await write(io.stdout, `${JSON.stringify({ id })}\n`)
}

async function list({ options, io }: Call, schedules: Schedules): Promise<void> {
  const found = await schedules.list()
  const lines = found.map((one) => {
    if (options.has('json')) return JSON.stringify(one)
    const { id, every_s, paused, next } = one
    return visibleLine(`${id}  every ${every_s} s  ${paused ? 'paused' : `next ${next ?? '-'}`}`)
  })
  await write(io.stdout, lines.map((line) => `${line}\n`).join(''))
}
