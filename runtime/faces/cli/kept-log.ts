/** A log whose messages are also kept, for platforms that want them in the answer. */
import type { LogLine } from '../../dialects/dialect.ts'
import type { LogSink } from '../../log.ts'
import { createMasker } from '../../secrets.ts'

/** A log and what was written to it. */
export interface KeptLog extends LogSink {
  /** The first lines of level info and above, secrets masked. */
  lines(): LogLine[]
}

/** More lines help nobody, and the answer has to hold them. */
const MOST = 5000

/** Makes a log that keeps its messages; until `pass` is called with another one it does nothing else. */
export function keepLog(): KeptLog & { pass(to: LogSink): void } {
  const masker = createMasker()
  const kept: LogLine[] = []
  let next: LogSink | undefined
  return {
    line: (level, fields, message) => {
      if (level !== 'debug' && kept.length < MOST) kept.push({ level, message, time: Date.now() })
      next?.line(level, fields, message)
    },
    secret: (value) => {
      masker.add(value)
      next?.secret(value)
    },
    lines: () => kept.map((line) => ({ ...line, message: masker.mask(line.message) })),
    pass: (to) => {
      next = to
    },
  }
}
