/** Reads options shared by several commands: one reader each, which refuses invalid values. */
import type { ActionError } from '../../../contract/errors.ts'
import { refuse } from '../../../contract/refuse.ts'
import { chooseLocale } from '../../../i18n/choose-locale.ts'
import type { Integration } from '../../../integration/integration.ts'
import { type LogLevel, logLevels, toLevel } from '../../../safety/log.ts'
import type { Io } from '../process/io.ts'
import type { Call, Options } from './command.ts'
import { readDuration } from './duration.ts'
import { logLevelOption, undefinedOption } from './options.ts'

/** The value of an option that accepts one of a few words; undefined if it was not given. Throws REQUEST_INVALID. */
export function readChoice<T extends string>(
  options: Options,
  name: string,
  choices: readonly T[],
): T | undefined {
  const given = options.text(name)
  const found = choices.find((choice) => choice === given)
  if (given === undefined || found !== undefined) return found
  throw wrongChoice(name, choices, given)
}

function wrongChoice(name: string, choices: readonly string[], given: string): ActionError {
  const last = choices.at(-1)
  const all = choices.length > 1 ? `${choices.slice(0, -1).join(', ')} or ${last}` : last
  return refuse(`--${name} must be ${all}; got "${given.slice(0, 40)}".`)
}

/**
 * The log level: --log-level, else SOAR_LOG, else `standard`. Without any, `warn` if stderr is a terminal, else `info`.
 *
 * @throws ActionError REQUEST_INVALID
 */
export function readLogLevel(options: Options, io: Io, standard?: LogLevel): LogLevel {
  const asked = readChoice(options, logLevelOption.name, logLevels)
  if (asked !== undefined) return asked
  if (io.env.SOAR_LOG !== undefined) return toLevel(io.env.SOAR_LOG)
  return standard ?? (io.isTTY.stderr ? 'warn' : 'info')
}

/** The value of --undefined as template options. Throws REQUEST_INVALID. */
export function readUndefined(options: Options): { undefined?: 'error' | 'empty' } {
  const found = readChoice(options, undefinedOption.name, undefinedOption.complete)
  return found === undefined ? {} : { undefined: found }
}

/** What --experimental says; nothing if it was not given, so that the environment decides. */
export const readExperimental = (options: Options): { experimental?: boolean } =>
  options.has('experimental') ? { experimental: true } : {}

/** Milliseconds of --timeout. Throws REQUEST_INVALID. */
export function readTimeout(options: Options): number | undefined {
  const given = options.text('timeout')
  return given === undefined ? undefined : readDuration('timeout', given)
}

/**
 * The value of --locale, checked: texts must exist in the language. `fr-CA` is French.
 *
 * @param given undefined if the option was not given
 * @param locales of the integration, or of the runtime if there is none
 * @throws ActionError REQUEST_INVALID
 */
export function readLocale(given: string | undefined, locales: readonly string[]): string | undefined {
  if (given === undefined) return undefined
  const short = given.split(/[-_]/)[0]?.toLowerCase()
  if (locales.some((locale) => locale === given || locale === short)) return given
  throw wrongChoice('locale', locales, given)
}

/** The language of a call: --locale, else SOAR_LOCALE, else the integration's first. Throws REQUEST_INVALID. */
export const localeOf = ({ options, io }: Call, { spec }: Integration): string =>
  chooseLocale(spec.locales, readLocale(options.text('locale'), spec.locales), io.env)

/** The connection that --connection and --connections name; undefined if none is requested. Throws REQUEST_INVALID. */
export function chosenConnection(options: Options): { name: string; file: string | undefined } | undefined {
  const name = options.text('connection')
  const file = options.text('connections')
  if (options.all('connection').length > 1) throw refuse('--connection is given twice. Name one connection.')
  if (name !== undefined) return { name, file }
  if (file === undefined) return undefined
  throw refuse('--connections only names a file. Add --connection NAME to choose a connection in it.')
}
