/** A log that also keeps its messages, for platforms that want them in the answer. */
import type { LogLine } from '../../../platforms/dialect.ts'
import { createLog, type LogLevel, type LogSink } from '../../../safety/log.ts'
import { createRedactor } from '../../../safety/redact.ts'
import type { Io } from '../process/io.ts'

/** A log and its messages. */
export interface KeptLog extends LogSink {
  /** The first lines of level info and above, secrets redacted. */
  lines(): LogLine[]
  /** From now on, everything also goes to another log, including earlier messages. */
  pass(to: LogSink): void
}

/** More lines are not useful, and the answer has to contain them. */
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
 * Starts writing the log two turns of the event loop later. In the first turn the connection is opened, in the second the
 * request is sent: the log's own modules are loaded while the run waits anyway.
 */
export function writeLogLater(log: KeptLog, level: LogLevel, io: Io): Promise<void> {
  const passing = new Promise(setImmediate)
    .then(() => new Promise(setImmediate))
    .then(() => createLog(level, createRedactor(), (line) => io.stderr.write(line)))
    .then(log.pass)
  // The caller that awaits it at the end gets the failure; it must not be reported as unhandled before.
  passing.catch(() => {})
  return passing
}
