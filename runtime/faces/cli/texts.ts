/** The language in which a command shows the texts of an integration's actions. */
import type { Integration } from '../../integration.ts'
import { chooseLocale } from '../../run-state.ts'
import type { Call, OptionSpec } from './command.ts'

export { type ActionText, actionText, type ParameterText } from '../../action-texts.ts'

/** The option of every command that shows texts. */
export const localeOption: OptionSpec = {
  name: 'locale',
  value: 'LANGUAGE',
  help: 'language of the texts; default SOAR_LOCALE',
  complete: ['en', 'fr', 'ja'],
}

/** The language of a call, if the integration speaks it. */
export const localeOf = ({ options, io }: Call, integration: Integration): string =>
  chooseLocale(integration, options.text('locale'), io.env)
