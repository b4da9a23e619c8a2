/** A log whose messages are also kept, for platforms that want them in the answer. */
import type { LogLine } from '../../../platforms/dialect.ts'
import { createLog, type LogLevel, type LogSink } from '../../../safety/log.ts'
import { createRedactor } from '../../../safety/redact.ts'
import type { Io } from '../process/io.ts'

/** A log and what was written to it. */
export interface KeptLog extends LogSink {
  /** The first lines of level info and above, secrets masked. */
  lines(): LogLine[]
  /** From now on everything goes to another log, too, what was written before included. */
  pass(to: LogSink): void
}

/** More lines help nobody, and the answer has to hold them. */
const MOST = 5000

/** Makes a log that keeps its messages. */
export function keepLog(): KeptLog {
  const redactor = createRedactor()
  const kept: LogLine[] = []
  const early: ((next: LogSink) => void)[] = []
  let next: LogSink | undefined
  const hand = (message: (next: LogSink) => void): void => {
    if (next) message(next)
    else early.push(message)
  }
  return {
    line: (level, fields, message) => {
      if (level !== 'debug' && kept.length < MOST) kept.push({ level, message, time: Date.now() })
      hand((to) => to.line(level, fields, message))
    },
    secret: (value) => {
      redactor.add(value)
      hand((to) => to.secret(value))
    },
    lines: () => kept.map((line) => ({ ...line, message: redactor.redact(line.message) })),
    pass: (to) => {
      next = to
      for (const message of early.splice(0)) message(to)
    },
  }
}

/**
 * Writes the log from two turns of the event loop later on. In the first the connection is made, in the second the request
 * is out: the log's own modules are loaded while the run waits anyway.
 */
export function writeLogLater(log: KeptLog, level: LogLevel, io: Io): Promise<void> {
  const passing = new Promise(setImmediate)
    .then(() => new Promise(setImmediate))
    .then(() => createLog(level, createRedactor(), (line) => io.stderr.write(line)))
    .then(log.pass)
  // A failure is reported to the caller that awaits it at the end, not as unhandled before.
  passing.catch(() => {})
  return passing
}
