/** The log: JSON lines by pino on stderr, secrets masked in the finished line, whatever put them there. */
import type { Masker } from './secrets.ts'

/** How much is written. `silent` writes nothing and loads nothing. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'

/** Where log lines go; lines are written as soon as they are made. */
export interface LogSink {
  line(level: Exclude<LogLevel, 'silent'>, fields: object, message: string): void
  /** Must never show in any line from now on. */
  secret(value: string): void
}

const ORDER: LogLevel[] = ['debug', 'info', 'warn', 'error', 'silent']

/** A level as somebody wrote it, or `info`. */
export const toLevel = (text: string | undefined): LogLevel =>
  ORDER.find((level) => level === text?.trim().toLowerCase()) ?? 'info'

/**
 * Makes the process's log. pino is loaded with the first line that is written, so that a quiet run does not pay for it.
 * `write` takes whole lines.
 */
export async function createLog(
  level: LogLevel,
  masker: Masker,
  write: (line: string) => void,
): Promise<LogSink> {
  if (level === 'silent') return { line: () => {}, secret: masker.add }
  const { pino } = await import('pino')
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      hooks: { streamWrite: (line) => masker.mask(line) },
    },
    { write },
  )
  return { line: (at, fields, message) => logger[at](fields, message), secret: masker.add }
}
