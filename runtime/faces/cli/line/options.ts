/** The language in which a command shows the texts of an integration's actions. */

import { resolve } from 'node:path'
import { refuse } from '../../../contract/refuse.ts'
import { chooseLocale } from '../../../i18n/choose-locale.ts'
import { runtimeLocales } from '../../../i18n/sentences.ts'
import type { Integration } from '../../../integration/integration.ts'
import { type LogLevel, toLevel } from '../../../safety/log.ts'
import type { Io } from '../process/io.ts'
import type { Call, OptionSpec, Options } from './command.ts'

export { type ActionText, actionText, type ParameterText } from '../../../integration/texts.ts'

/** The option of every command that shows texts. */
export const localeOption: OptionSpec = {
  name: 'locale',
  value: 'LANGUAGE',
  help: 'language of the texts; default SOAR_LOCALE',
  complete: runtimeLocales,
}

/** The language of a call, if the integration speaks it. */
export const localeOf = ({ options, io }: Call, integration: Integration): string =>
  chooseLocale(integration.spec.locales, options.text('locale'), io.env)

/** --root, SOAR_ROOT, else the current folder: an author's command never touches an integration nobody named. */
export const authorRoot = (options: Options, io: Io): string =>
  resolve(io.cwd, options.text('root') ?? io.env.SOAR_ROOT ?? '.')

/** What --log-level says, else SOAR_LOG, else what suits a person or a program. */
export function logLevel(options: Options, io: Io): LogLevel {
  const asked = options.text('log-level')
  const level = toLevel(asked ?? io.env.SOAR_LOG ?? (io.isTTY.stderr ? 'warn' : 'info'))
  if (asked === undefined || asked === level) return level
  const reason = `--log-level is debug, info, warn, error or silent; got "${asked.slice(0, 40)}".`
  throw refuse(reason)
}
