/** The worker of an engine, for the command line. */
export { type RunningWorker, startWorker, type WorkerOptions } from './worker.ts'
