/** Options that several commands take, each declared once; read-options.ts reads their values. */
import { runtimeLocales } from '../../../i18n/sentences.ts'
import { logLevels } from '../../../safety/log.ts'
import type { OptionSpec } from './command.ts'

/** A value for a parameter. */
export const paramOption = {
  name: 'param',
  value: 'NAME=VALUE',
  many: true,
  help: 'a parameter; NAME:=JSON for a typed value; given twice, a list',
  complete: 'parameter',
} as const satisfies OptionSpec

/** A template for a parameter. */
export const templateOption = {
  name: 'template',
  value: 'NAME=TEMPLATE',
  many: true,
  help: 'a parameter as a template over the context',
  complete: 'parameter',
} as const satisfies OptionSpec

/** What templates see as `context`. */
export const contextOption = {
  name: 'context',
  value: 'FILE',
  help: 'JSON file with what templates may look at',
  complete: 'file',
} as const satisfies OptionSpec

/** Where the configuration comes from, instead of the environment. */
export const connectionOptions = [
  { name: 'connection', value: 'NAME', help: 'configuration of that name in the connections file' },
  {
    name: 'connections',
    value: 'FILE',
    help: 'the connections file; default SOAR_CONNECTIONS, then ~/.config/soar/connections.yaml',
    complete: 'file',
  },
] as const satisfies readonly OptionSpec[]

/** Nothing is sent. */
export const dryRunOption = {
  name: 'dry-run',
  help: 'send nothing; answer the request that would be sent first',
} as const satisfies OptionSpec

/** The deadline of a run. */
export const timeoutOption = {
  name: 'timeout',
  value: 'TIME',
  help: 'time the run may take, such as 500ms, 30s, 2m',
} as const satisfies OptionSpec

/** How strict templates are. */
export const undefinedOption = {
  name: 'undefined',
  value: 'WHAT',
  help: 'what printing an undefined name in a template does: error (default) or empty',
  complete: ['error', 'empty'],
} as const satisfies OptionSpec

/** Switches retries off. */
export const noRepeatsOption = {
  name: 'no-repeats',
  help: 'send every request once, whatever the answer',
} as const satisfies OptionSpec

/** The language of messages and texts. */
export const localeOption = {
  name: 'locale',
  value: 'LANGUAGE',
  help: 'language of messages and texts; default SOAR_LOCALE',
  complete: runtimeLocales,
} as const satisfies OptionSpec

/** How much is logged. */
export const logLevelOption = {
  name: 'log-level',
  value: 'LEVEL',
  help: `log lines on standard error: ${logLevels.join(', ')}; default SOAR_LOG`,
  complete: logLevels,
} as const satisfies OptionSpec

/** JSON instead of text for people. */
export const jsonOption = {
  name: 'json',
  help: 'answer JSON on a terminal, too',
} as const satisfies OptionSpec
