/** `soar worker`: runs what an engine has queued. */
import { resolve } from 'node:path'
import { refuse } from '../../../../contract/refuse.ts'
import type { Integration } from '../../../../integration/integration.ts'
import { readAccess, readAddress } from '../../../../service/engine/address.ts'
import type { WorkerSetup } from '../../../../service/engine/open-task.ts'
import { envelopeOf, identity, logOf } from '../../engine/open.ts'
import { queueOf, readQueue } from '../../engine/options.ts'
import type { Call, Command, Options } from '../../line/command.ts'
import { readDuration } from '../../line/duration.ts'
import {
  connectionOptions,
  experimentalOption,
  logLevelOption,
  onOption,
  storeOption,
} from '../../line/options.ts'
import { readExperimental } from '../../line/read-options.ts'
import { lookupOf, pathOf } from '../../process/io.ts'
import { write } from '../../process/output.ts'
import { stopped } from '../../serving/served.ts'

const [, connectionsOption] = connectionOptions

export const command: Command = {
  name: 'worker',
  summary: 'run the actions that an engine has queued',
  arguments: [],
  options: [
    { ...onOption, help: 'engine: temporal://HOST:PORT/NAMESPACE; default SOAR_ENGINE' },
    {
      name: 'queue',
      value: 'NAME',
      many: true,
      help: 'poll this queue; default soar:<integration> of each integration',
    },
    { name: 'slots', value: 'N', help: 'tasks at once in each queue; default 64' },
    { name: 'grace', value: 'TIME', help: 'time for running tasks when the worker is stopped; default 30s' },
    {
      name: 'deliver',
      value: 'FOLDER',
      help: 'also run connectors on a schedule, and write their alerts there',
      complete: 'folder',
    },
    connectionsOption,
    experimentalOption,
    storeOption,
    logLevelOption,
  ],
  examples: [
    'soar worker --on temporal://127.0.0.1:7233/default',
    'soar worker --on temporal://engine.example.com:7233/site-paris --connections paris.yaml --slots 16',
  ],
  run: worker,
}

async function worker(call: Call): Promise<number> {
  const { options, io } = call
  const address = readAddress(options.text('on'), io.env, 'worker')
  const access = readAccess(io.env)
  const envelope = await envelopeOf(call)
  const log = await logOf(call)
  const { ids, open } = await integrationsOf(call)
  const named = options.all('queue').map(readQueue)
  const queues = named.length > 0 ? [...new Set(named)] : ids.map(queueOf)
  const setup: WorkerSetup = {
    ...{ open, log, limit: envelope.limit },
    lookup: lookupOf(io, options.text('connections')),
    ...readExperimental(options),
  }
  const alerts = options.text('deliver')
  const { startWorker } = await import('../../../worker/index.ts')
  const running = await startWorker({
    ...{ address, access, envelope, setup, queues },
    slots: readSlots(options),
    grace_ms: readDuration('grace', options.text('grace') ?? '30s'),
    alerts: alerts === undefined ? undefined : pathOf(io, alerts),
    identity: identity(),
    env: io.env,
    home: io.product ? resolve(io.product.dist, '..') : resolve(import.meta.dirname, HOME),
  })
  const { host, namespace } = address
  await write(io.stdout, `Polling ${queues.join(', ')} in the namespace ${namespace} of ${host}.\n`)
  const stopping = new AbortController()
  io.onStop?.(() => stopping.abort())
  await Promise.race([stopped(stopping.signal), running.ended])
  running.stop()
  await running.ended
  return 0
}

/** The product, seen from the sources. */
const HOME = '../../../../..'

/** The integrations that this worker has, by id. */
async function integrationsOf(call: Call): Promise<{ ids: string[]; open: WorkerSetup['open'] }> {
  const several = await call.several()
  if (several) {
    const ids = several.members.map(({ name }) => name)
    return { ids, open: async (id) => (await several.member(known(id, ids)).open()).integration }
  }
  const { integration } = await call.open()
  const ids = [integration.spec.id]
  const open = async (id: string): Promise<Integration> => {
    known(id, ids)
    return integration
  }
  return { ids, open }
}

function known(id: string, ids: readonly string[]): string {
  if (ids.includes(id)) return id
  throw refuse(`This worker has no integration "${id.slice(0, 80)}", but: ${ids.join(', ')}.`)
}

function readSlots(options: Options): number {
  const text = options.text('slots') ?? '64'
  const slots = Number(text)
  if (/^\d{1,4}$/.test(text) && slots > 0) return slots
  throw refuse(`--slots must be a whole number from 1 to 9999; got "${text.slice(0, 40)}".`)
}
