/** `soar undo`: takes back what one run changed, after its plan was shown. */
import type { Command } from '../../line/command.ts'
import {
  connectionOptions,
  dryRunOption,
  experimentalOption,
  jsonOption,
  localeOption,
  logLevelOption,
  timeoutOption,
} from '../../line/options.ts'

export const command: Command = {
  name: 'undo',
  summary: 'show how to undo a run, ask, and undo it',
  arguments: [
    { name: 'file', help: 'saved result of the run, or a file of soar run --save-run', complete: 'file' },
  ],
  options: [
    { name: 'run', value: 'ID', help: 'undo a run of the history of soar serve' },
    {
      name: 'history',
      value: 'FILE',
      help: "the file of the history; default soar serve's own",
      complete: 'file',
    },
    { ...dryRunOption, help: 'show the plan and send nothing' },
    { name: 'yes', help: 'undo without asking' },
    ...connectionOptions,
    timeoutOption,
    experimentalOption,
    localeOption,
    jsonOption,
    { ...logLevelOption, help: `${logLevelOption.help}, else warn` },
  ],
  examples: [
    'soar undo result.json',
    'soar undo result.json --dry-run',
    'soar undo result.json --yes --connection acme',
    'soar undo --run run_01kkbmqr21xhq1bcv9p95t8x5a',
  ],
  run: async (call) => (await import('../../undo/undo.ts')).undo(call),
}
