/** The log of one run, for the server's log and for its events. */
import type { Json } from '../../../contract/json.ts'
import type { LogSink } from '../../../safety/log.ts'
import { toPlain } from '../../../safety/plain-data.ts'
import { createRedactor } from '../../../safety/redact.ts'
import type { EventLog } from '../events.ts'

/** A log of one run. */
export interface RunLog extends LogSink {
  /** Redacts the secrets of this run. */
  redact(text: string): string
  /** Passes all lines on from now on; before, while a request is judged, only warnings and errors. */
  attach(id: string, events: EventLog): void
}

/** Creates the log of a run that is not yet accepted. */
export function createRunLog(server: LogSink): RunLog {
  const redactor = createRedactor()
  let attached: { id: string; events: EventLog } | undefined
  return {
    redact: redactor.redact,
    secret: (value) => {
      redactor.add(value)
      server.secret(value)
    },
    line: (level, fields, message) => {
      if (attached === undefined) {
        if (level === 'warn' || level === 'error') server.line(level, fields, message)
        return
      }
      const { id, events } = attached
      server.line(level, { run: id, ...fields }, message)
      if (level === 'debug') return
      // An error object is for the server's log only.
      const { err: _, ...shown } = fields as Record<string, unknown>
      const data = {
        level,
        message: redactor.redact(message),
        fields: toPlain(shown, redactor.redact, () => '…' as Json),
      }
      events.add({ event: 'log', data })
    },
    attach: (id, events) => {
      attached = { id, events }
    },
  }
}
