/** A log whose messages are also kept, for platforms that want them in the answer. */
import type { LogLine } from '../../../platforms/platform.ts'
import type { LogSink } from '../../../safety/log.ts'
import { createMasker } from '../../../safety/redact.ts'

/** A log and what was written to it. */
export interface KeptLog extends LogSink {
  /** The first lines of level info and above, secrets masked. */
  lines(): LogLine[]
}

/** More lines help nobody, and the answer has to hold them. */
const MOST = 5000

/** Makes a log that keeps its messages. All that it is told goes to another one, too, as soon as `pass` is called with that. */
export function keepLog(): KeptLog & { pass(to: LogSink): void } {
  const masker = createMasker()
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
      masker.add(value)
      hand((to) => to.secret(value))
    },
    lines: () => kept.map((line) => ({ ...line, message: masker.mask(line.message) })),
    pass: (to) => {
      next = to
      for (const message of early.splice(0)) message(to)
    },
  }
}
