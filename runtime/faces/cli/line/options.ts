/** Options that several commands take, each declared once; read-options.ts reads their values. */
import { runtimeLocales } from '../../../i18n/sentences.ts'
import { logLevels } from '../../../safety/log.ts'
import type { OptionSpec } from './command.ts'

/** A value for a parameter. */
export const paramOption = {
  name: 'param',
  value: 'NAME=VALUE',
  many: true,
  help: 'set a parameter; use NAME:=JSON for typed values; repeat it for a list',
  complete: 'parameter',
} as const satisfies OptionSpec

/** A template for a parameter. */
export const templateOption = {
  name: 'template',
  value: 'NAME=TEMPLATE',
  many: true,
  help: 'set a parameter to a template over the context',
  complete: 'parameter',
} as const satisfies OptionSpec

/** What templates see as `context`. */
export const contextOption = {
  name: 'context',
  value: 'FILE',
  help: 'JSON file with the context for templates',
  complete: 'file',
} as const satisfies OptionSpec

/** Where the configuration comes from, instead of the environment. */
export const connectionOptions = [
  {
    name: 'connection',
    value: 'NAME',
    many: true,
    help: 'use this configuration from the connections file; for several integrations, one for each; servers take several',
  },
  {
    name: 'connections',
    value: 'FILE',
    help: 'connections file; default SOAR_CONNECTIONS, then ~/.config/soar/connections.yaml',
    complete: 'file',
  },
] as const satisfies readonly OptionSpec[]

/** Nothing is sent. */
export const dryRunOption = {
  name: 'dry-run',
  help: 'print the first request instead of sending it',
} as const satisfies OptionSpec

/** Files that keep the exchanges of a run, or answer its requests. */
export const recordOptions = [
  {
    name: 'record',
    value: 'FILE',
    help: 'write the exchanges with the vendor to a new file, without credentials',
    complete: 'file',
  },
  {
    name: 'save-run',
    value: 'FILE',
    help: 'write request, exchanges and result to a new file, without credentials',
    complete: 'file',
  },
  {
    name: 'pseudonymise',
    help: 'replace addresses and names in these files',
  },
  {
    name: 'replay',
    value: 'FILE',
    help: 'answer all requests from a recording; send nothing',
    complete: 'file',
  },
] as const satisfies readonly OptionSpec[]

/** The deadline of a run. */
export const timeoutOption = {
  name: 'timeout',
  value: 'TIME',
  help: 'deadline of the run, such as 500ms, 30s, 2m',
} as const satisfies OptionSpec

/** How strict templates are. */
export const undefinedOption = {
  name: 'undefined',
  value: 'WHAT',
  help: 'undefined names in templates: error (default) or empty',
  complete: ['error', 'empty'],
} as const satisfies OptionSpec

/** Switches retries off. */
export const noRetryOption = {
  name: 'no-retry',
  help: 'do not retry requests',
} as const satisfies OptionSpec

/** Experimental actions may run. */
export const experimentalOption = {
  name: 'experimental',
  help: 'allow experimental actions; default SOAR_EXPERIMENTAL',
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
  help: `log level on standard error: ${logLevels.join(', ')}; default SOAR_LOG`,
  complete: logLevels,
} as const satisfies OptionSpec

/** JSON instead of text for people. */
export const jsonOption = {
  name: 'json',
  help: 'print JSON on a terminal, too',
} as const satisfies OptionSpec

/** The engine that runs the work. */
export const onOption = {
  name: 'on',
  value: 'ADDRESS',
  help: 'engine: https://HOST:PORT/NAMESPACE; default SOAR_ENGINE',
} as const satisfies OptionSpec

/** Where large values go on their way through an engine. */
export const storeOption = {
  name: 'store',
  value: 'PLACE',
  help: 'folder or bucket for values above 256 KiB; default SOAR_ENGINE_STORE',
  complete: 'folder',
} as const satisfies OptionSpec
