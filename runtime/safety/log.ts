/** Writes the log: JSON lines on standard error, with secrets redacted. */
import { isoTime } from './iso-time.ts'
import { toPlain } from './plain-data.ts'
import type { Redactor } from './redact.ts'

/** Log levels from most to least verbose. `silent` writes nothing and loads nothing. */
export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** The destination of log lines; lines are written immediately. */
export interface LogSink {
  line(level: Exclude<LogLevel, 'silent'>, fields: object, message: string): void
  /** Registers a value that must not appear in any line from now on. */
  secret(value: string): void
}

/** Parses a level; returns `info` for an unknown one. */
export const toLevel = (text: string | undefined): LogLevel =>
  logLevels.find((level) => level === text?.trim().toLowerCase()) ?? 'info'

/** Redacts a finished line. If a secret looks like JSON and redaction breaks the line's syntax, its values are redacted. */
function maskLine(line: string, redact: Redactor['redact']): string {
  const redacted = redact(line)
  if (redacted === line || isJson(redacted)) return redacted
  return `${JSON.stringify(toPlain(JSON.parse(line), redact))}\n`
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/**
 * Creates the log of the process. pino is loaded when the first line is written, so that a run without log lines does not
 * load it. `write` receives complete lines.
 */
export async function createLog(
  level: LogLevel,
  redactor: Redactor,
  write: (line: string) => void,
): Promise<LogSink> {
  if (level === 'silent') return { line: () => {}, secret: redactor.add }
  const { pino } = await import('pino')
  const logger = pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${isoTime(Date.now())}"`,
      formatters: { level: (label) => ({ level: label }) },
      hooks: { streamWrite: (line) => maskLine(line, redactor.redact) },
    },
    { write },
  )
  return { line: (at, fields, message) => logger[at](fields, message), secret: redactor.add }
}
