/** A log that also keeps its messages, for platforms that want them in the answer. */
import type { LogLine } from '../../../platforms/dialect.ts'
import { visibleLine } from '../../../safety/control-characters.ts'
import { createLog, type LogLevel, type LogSink } from '../../../safety/log.ts'
import { createRedactor } from '../../../safety/redact.ts'
import type { Io } from '../process/io.ts'

/** A log and its messages. */
export interface KeptLog extends LogSink {
  /** Keeps a message for the answer, on one line, without writing it to the log. */
  keep(message: string): void
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
  const steps = new Set<LogLine>()
  const keep = (level: LogLine['level'], message: string): LogLine => {
    const line = { level, message, time: Date.now() }
    if (kept.length < MOST) kept.push(line)
    return line
  }
  return {
    keep: (message) => {
      steps.add(keep('info', message))
    },
    line: (level, fields, message) => {
      if (level !== 'debug') keep(level, message)
      hand((to) => to.line(level, fields, message))
    },
    secret: (value) => {
      redactor.add(value)
      hand((to) => to.secret(value))
    },
    lines: () =>
      kept.map((line) => {
        const message = redactor.redact(line.message)
        // The values of parameters may be mail data.
        return { ...line, message: steps.has(line) ? visibleLine(message) : message }
      }),
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
