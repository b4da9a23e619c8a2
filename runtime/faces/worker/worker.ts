/** Polls queues of an engine and runs what it finds there. */
import { join } from 'node:path'
import { ActionError } from '../../contract/errors.ts'
import { quoted } from '../../contract/phrases.ts'
import { chooseProxy } from '../../http/proxy.ts'
import type { Environment } from '../../integration/config/config.ts'
import type { EngineAccess, EngineAddress } from '../../service/engine/address.ts'
import type { WorkerSetup } from '../../service/engine/open-task.ts'
import type { Envelope } from '../../service/engine/payload.ts'
import { activitiesOf } from './activities.ts'
import { checkAccess, connectionFault } from './check.ts'
import {
  type Connection,
  type ConnectionOptions,
  loadSdk,
  type Sdk,
  type SdkLogger,
  type SdkPayload,
} from './sdk.ts'

/** What a worker is started with. */
export interface WorkerOptions {
  address: EngineAddress
  access: EngineAccess
  envelope: Envelope
  setup: WorkerSetup
  queues: readonly string[]
  /** Tasks at once in each queue. */
  slots: number
  /** Milliseconds that running tasks have to finish when the worker stops. */
  grace_ms: number
  /** Shown by the engine as who runs a task. */
  identity: string
  /** Folder for the alerts of connectors; without it this worker runs none. */
  alerts?: string | undefined
  /** Proxy variables. */
  env: Environment
  /** Folder of the product, which contains the folder of the SDK. */
  home: string
}

/** A worker that polls. */
export interface RunningWorker {
  /** Stops polling and lets running tasks finish. */
  stop(): void
  /** Resolves when all tasks have ended after `stop`; rejects if polling fails. */
  ended: Promise<void>
}

/** The one workflow, beside the SDK with which it is bundled. */
const WORKFLOWS = 'worker/connect.workflow.cjs'

/** Time for tasks to end once they have been asked to, after the grace. */
const FORCE_MS = 10_000

/**
 * Connects, checks that this worker may poll, and begins.
 *
 * @throws ActionError NOT_SUPPORTED without the SDK; NETWORK_FAILED, AUTH_FAILED, PERMISSION_DENIED, NOT_FOUND
 */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { address, envelope, queues, slots, grace_ms, identity, setup, home, alerts } = options
  const sdk = loadSdk(home)
  // A worker has one runtime. Its signals would end the process before results are sent.
  const telemetryOptions = { logging: { forward: {} } }
  sdk.worker.Runtime.install({ logger: loggerOf(setup), shutdownSignals: [], telemetryOptions })
  const connection = await connect(sdk, options)
  try {
    await checkAccess(connection, address, identity)
    const { namespace } = address
    const activities = activitiesOf({ sdk, connection, namespace, identity, envelope, setup, alerts })
    const codec = {
      encode: (payloads: SdkPayload[]) => Promise.all(payloads.map((one) => envelope.seal(whole(one)))),
      decode: (payloads: SdkPayload[]) => Promise.all(payloads.map((one) => envelope.open(whole(one)))),
    }
    const workers = await Promise.all(
      queues.map((taskQueue) =>
        sdk.worker.Worker.create({
          ...{ connection, namespace, taskQueue, identity, activities },
          ...(alerts !== undefined && { workflowsPath: join(home, WORKFLOWS) }),
          dataConverter: { payloadCodecs: [codec] },
          maxConcurrentActivityTaskExecutions: slots,
          shutdownGraceTime: grace_ms,
          shutdownForceTime: grace_ms + FORCE_MS,
        }),
      ),
    )
    const stop = (): void => {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown()
    }
    const run = workers.map((worker) => worker.run().finally(stop))
    const ended = Promise.allSettled(run).then(async (ends) => {
      await connection.close()
      const failed = ends.find((end) => end.status === 'rejected')
      if (failed) throw connectionFault(failed.reason, address)
    })
    return { stop, ended }
  } catch (error) {
    await connection.close()
    throw error
  }
}

const whole = ({ metadata, data }: SdkPayload) => ({
  metadata: metadata ?? {},
  data: data ?? new Uint8Array(),
})

async function connect(sdk: Sdk, { address, access, env, setup }: WorkerOptions): Promise<Connection> {
  const { host, tls } = address
  const { token, authorities, client } = access
  if (token) setup.log.secret(token)
  const proxy = tls ? chooseProxy(new URL(`https://${host}`), { env }) : undefined
  const trust = {
    ...(authorities !== undefined && { serverRootCACertificate: Buffer.from(authorities) }),
    ...(client && { clientCertPair: { crt: Buffer.from(client.cert), key: Buffer.from(client.key) } }),
  }
  const given: ConnectionOptions = {
    address: host,
    ...(tls && { tls: Object.keys(trust).length > 0 ? trust : true }),
    ...(token && { apiKey: token }),
    ...(proxy && {
      proxy: { type: 'http-connect', targetHost: proxy.url.host, ...basicAuth(proxy.authorization) },
    }),
  }
  try {
    return await sdk.worker.NativeConnection.connect(given)
  } catch (cause) {
    const reason = quoted(String(cause instanceof Error ? cause.message : cause).slice(0, 300))
    throw new ActionError('NETWORK_FAILED', { host, reason }, { unsent: true, cause })
  }
}

function basicAuth(authorization = ''): { basicAuth?: { username: string; password: string } } {
  const [, encoded] = /^Basic (.+)$/.exec(authorization) ?? []
  if (encoded === undefined) return {}
  const [username = '', ...password] = Buffer.from(encoded, 'base64').toString().split(':')
  return { basicAuth: { username, password: password.join(':') } }
}

/** It has none, on purpose. */
const NO_WORKFLOWS = 'No workflows registered, not polling for workflow tasks'

/** The SDK reports what it does; the names of tasks are enough for a log. */
function loggerOf({ log }: WorkerSetup): SdkLogger {
  const line = (level: 'debug' | 'warn' | 'error') => (message: string, meta?: object) => {
    const { activityId, attempt, taskQueue, error } = (meta ?? {}) as Record<string, unknown>
    const reason = error instanceof Error ? error.message.slice(0, 300) : undefined
    if (message === NO_WORKFLOWS) return
    log.line(level, { activityId, attempt, taskQueue, reason }, message.slice(0, 300))
  }
  const [debug, warn, error] = [line('debug'), line('warn'), line('error')]
  const any = (level: string, message: string, meta?: object): void =>
    (level === 'ERROR' ? error : level === 'WARN' ? warn : debug)(message, meta)
  return { log: any, trace: debug, debug, info: debug, warn, error }
}
