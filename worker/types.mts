/** Compares the types that `soar worker` uses with those of the SDK. It compiles only if they agree. */
import type { Context } from '@temporalio/activity'
import type { ApplicationFailure } from '@temporalio/common'
import type { NativeConnection, Runtime, Worker, WorkerOptions } from '@temporalio/worker'
import type * as ours from '../runtime/faces/worker/sdk.ts'

type Same<Theirs extends Ours, Ours> = [Theirs, Ours]
type First<F extends (...given: never) => unknown> = Parameters<F>[0]

// Connections have private members, so ours can only be compared where they come from.
export type Checks = [
  Same<NativeConnection, ours.Connection>,
  Same<Worker, ours.SdkWorker>,
  Same<Context, ours.ActivityContext>,
  Same<ApplicationFailure, Error>,
  Same<ours.ConnectionOptions, NonNullable<First<typeof NativeConnection.connect>>>,
  Same<Omit<ours.WorkerOptions, 'connection'>, Omit<WorkerOptions, 'connection'>>,
  Same<ours.RuntimeOptions, First<typeof Runtime.install>>,
  Same<First<ours.Sdk['common']['ApplicationFailure']['create']>, First<typeof ApplicationFailure.create>>,
]
