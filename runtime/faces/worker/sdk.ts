/** The parts of Temporal's SDK that a worker uses, and how they are found. */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { ActionError } from '../../contract/errors.ts'
import { phrase } from '../../contract/phrases.ts'

// The SDK has 256 MB and contains native code, so the product neither contains nor installs it, and its types are not here when
// the product is compiled. worker/types.mts compares these with the real ones.

/** A payload as the SDK has it. */
export interface SdkPayload {
  metadata?: Record<string, Uint8Array> | null
  data?: Uint8Array | null
}

/** One gRPC service of the server, by method. */
export interface WorkflowService {
  recordActivityTaskHeartbeat(request: {
    namespace: string
    identity: string
    taskToken: Uint8Array
    details?: { payloads: SdkPayload[] }
  }): Promise<{
    cancelRequested?: boolean | null
    activityPaused?: boolean | null
    activityReset?: boolean | null
  }>
  describeNamespace(request: { namespace: string }): Promise<unknown>
}

/** A connection to the server. */
export interface Connection {
  readonly workflowService: WorkflowService
  withDeadline<T>(deadline: number, work: () => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** Options of a connection. */
export interface ConnectionOptions {
  address: string
  tls?: { serverRootCACertificate?: Buffer; clientCertPair?: { crt: Buffer; key: Buffer } } | boolean
  apiKey?: string
  proxy?: { type: 'http-connect'; targetHost: string; basicAuth?: { username: string; password: string } }
}

/** What an attempt is. */
export interface ActivityInfo {
  taskToken: Uint8Array
  activityId: string
  attempt: number
  heartbeatDetails: unknown
  heartbeatTimeoutMs?: number
}

/** The attempt that runs. */
export interface ActivityContext {
  readonly info: ActivityInfo
  readonly cancellationSignal: AbortSignal
}

/** Polls one queue. */
export interface SdkWorker {
  /** Until it is shut down. */
  run(): Promise<void>
  shutdown(): void
  getState(): string
}

/** Options of a worker. */
export interface WorkerOptions {
  connection: Connection
  namespace: string
  taskQueue: string
  identity: string
  activities: Record<string, (payload: unknown) => Promise<unknown>>
  /** Module of the workflows, for workers that have any. */
  workflowsPath?: string
  dataConverter: { payloadCodecs: { encode: Codec; decode: Codec }[] }
  maxConcurrentActivityTaskExecutions: number
  shutdownGraceTime: number
  shutdownForceTime: number
}

type Codec = (payloads: SdkPayload[]) => Promise<SdkPayload[]>

/** Receives the messages of the SDK. */
export interface SdkLogger {
  log(level: string, message: string, meta?: object): void
  trace(message: string, meta?: object): void
  debug(message: string, meta?: object): void
  info(message: string, meta?: object): void
  warn(message: string, meta?: object): void
  error(message: string, meta?: object): void
}

/** Options of everything in one process. */
export interface RuntimeOptions {
  logger: SdkLogger
  shutdownSignals: NodeJS.Signals[]
  telemetryOptions: { logging: { forward: object } }
}

/** The packages of the SDK. */
export interface Sdk {
  worker: {
    NativeConnection: { connect(options: ConnectionOptions): Promise<Connection> }
    Worker: { create(options: WorkerOptions): Promise<SdkWorker> }
    Runtime: { install(options: RuntimeOptions): unknown }
  }
  activity: { Context: { current(): ActivityContext } }
  common: {
    ApplicationFailure: {
      create(options: {
        message: string
        type: string
        nonRetryable?: boolean
        nextRetryDelay?: number
        details?: unknown[]
      }): Error
    }
  }
}

/** The release that this worker is made for. */
const RELEASE = '1.24.0'

/**
 * Loads the SDK from the folder `worker` beside the product.
 *
 * @param home the folder that contains `dist`
 * @throws ActionError NOT_SUPPORTED if it is not installed there, or is another release
 */
export function loadSdk(home: string): Sdk {
  const folder = join(home, 'worker')
  const near = createRequire(join(folder, 'package.json'))
  let release: string
  try {
    release = (near('@temporalio/worker/package.json') as { version: string }).version
  } catch (cause) {
    throw notInstalled(folder, phrase('it is not there'), cause)
  }
  if (release !== RELEASE) throw notInstalled(folder, phrase('it is release {release}', { release }))
  const own = createRequire(near.resolve('@temporalio/worker'))
  return {
    worker: own('@temporalio/worker'),
    activity: own('@temporalio/activity'),
    common: own('@temporalio/common'),
  }
}

const notInstalled = (folder: string, fault: ReturnType<typeof phrase>, cause?: unknown): ActionError =>
  new ActionError(
    'NOT_SUPPORTED',
    {
      reason: phrase(
        '`soar worker` needs release {release} of the Temporal SDK in {folder}, and {fault}. Install it with: npm ci --prefix {folder}',
        { release: RELEASE, folder, fault },
      ),
    },
    { unsent: true, cause },
  )
