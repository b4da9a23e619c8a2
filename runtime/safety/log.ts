/** The log: JSON lines on standard error, secrets redacted. */
import { isoTime } from './iso-time.ts'
import { toPlain } from './plain-data.ts'
import type { Redactor } from './redact.ts'

/** How much is written, from most to least. `silent` writes nothing and loads nothing. */
export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** Where log lines go; lines are written as soon as they are made. */
export interface LogSink {
  line(level: Exclude<LogLevel, 'silent'>, fields: object, message: string): void
  /** Must never show in any line from now on. */
  secret(value: string): void
}

/** A level as somebody wrote it, or `info`. */
export const toLevel = (text: string | undefined): LogLevel =>
  logLevels.find((level) => level === text?.trim().toLowerCase()) ?? 'info'

/** A finished line without secrets. One that looks like a piece of JSON would take the line's own signs along. */
function maskLine(line: string, redact: Redactor['redact']): string {
  const masked = redact(line)
  if (masked === line || isJson(masked)) return masked
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
 * Makes the process's log. pino is loaded with the first line that is written, so that a quiet run does not pay for it.
 * `write` takes whole lines.
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
