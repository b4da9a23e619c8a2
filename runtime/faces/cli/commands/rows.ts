/** `soar rows`: one action over a table, rows in, lines out. */
import { platformOptions, tableDialects } from '../../../platforms/registry.ts'
import type { Command, Options } from '../line/command.ts'
import {
  connectionOptions,
  contextOption,
  dryRunOption,
  localeOption,
  logLevelOption,
  noRepeatsOption,
  paramOption,
  timeoutOption,
  undefinedOption,
} from '../line/options.ts'

/** Where the table comes from no file: a platform's dialect may name one in a variable. */
const readsInput = ({ text, has }: Options): boolean =>
  !has('once') && (text('in') ?? '-') === '-' && !tableDialects[text('dialect') ?? '']?.namesFiles

export const command: Command = {
  name: 'rows',
  summary: 'run one action over a table: JSON lines or CSV in, one line per result row out',
  readsInput,
  arguments: [{ name: 'action', help: 'id of the action; may also stand in --request', complete: 'action' }],
  options: [
    { name: 'in', value: 'FILE', help: 'the table; default standard input', complete: 'file' },
    { name: 'out', value: 'FILE', help: 'the answer; default standard output', complete: 'file' },
    {
      name: 'in-format',
      value: 'FORMAT',
      help: 'jsonl or csv; default by the name of the file, else jsonl',
      complete: ['jsonl', 'csv'],
    },
    {
      name: 'out-format',
      value: 'FORMAT',
      help: 'jsonl or csv; default by the name of the file, else jsonl',
      complete: ['jsonl', 'csv'],
    },
    { name: 'delimiter', value: 'CHAR', help: 'between the cells of CSV; default a comma, in .tsv a tab' },
    {
      name: 'literal-cells',
      help: 'read and write cells of CSV to the letter, without apostrophes before formulas',
    },
    {
      name: 'set',
      value: 'NAME=TEMPLATE',
      many: true,
      help: 'a parameter as a template over the columns of the row',
      complete: 'parameter',
    },
    {
      name: 'column',
      value: 'NAME=COLUMN',
      many: true,
      help: 'a parameter from a column, as it is',
      complete: 'parameter',
    },
    {
      ...paramOption,
      help: 'a parameter that is the same for every row; NAME:=JSON for a typed value',
    },
    {
      name: 'request',
      value: 'FILE',
      help: 'JSON file with a request: templates, parameters, context, config',
      complete: 'file',
    },
    { name: 'keep', value: 'COLUMN', many: true, help: 'put this column of the row into its lines' },
    { name: 'with-empty', help: 'a line for rows whose result is empty, too' },
    { name: 'unordered', help: 'lines as they come, not in the order of the rows' },
    { name: 'once', help: 'run once, without a table' },
    {
      name: 'concurrency',
      value: 'N',
      help: 'rows at once, at most; default what the manifest says, else 16',
    },
    {
      name: 'ledger',
      value: 'FILE',
      help: 'keep a record of every row, so that the run can be resumed',
      complete: 'file',
    },
    { name: 'resume', help: 'go on with the ledger: what is answered is not sent again' },
    { name: 'retry-unknown', help: 'with --resume: send writes again whose outcome is unknown' },
    { name: 'yes', help: 'write without asking, however many rows there are' },
    { ...dryRunOption, help: 'send nothing; list the requests of the first rows and count the rest' },
    {
      name: 'fail-on',
      value: 'WHICH',
      help: 'exit code 1 when any row failed (default), all did, or never: any, all, none',
      complete: ['any', 'all', 'none'],
    },
    {
      name: 'progress',
      value: 'HOW',
      help: 'on standard error: bar (default on a terminal), json (a line a second), none',
      complete: ['bar', 'json', 'none'],
    },
    {
      name: 'dialect',
      value: 'NAME',
      help: 'how a platform hands tables over',
      complete: Object.keys(tableDialects),
    },
    ...platformOptions('rows'),
    { name: 'batch-start', value: 'TIME', help: 'templates see it as context.batch.start' },
    { name: 'batch-end', value: 'TIME', help: 'templates see it as context.batch.end' },
    contextOption,
    ...connectionOptions,
    { ...timeoutOption, help: 'time one row may take, such as 500ms, 30s, 2m' },
    undefinedOption,
    noRepeatsOption,
    localeOption,
    { ...logLevelOption, help: `${logLevelOption.help}, else warn` },
  ],
  examples: [
    "soar rows block-sender --in senders.csv --out done.csv --column sender=from --set recipient='{{ to | lower }}'",
    'soar rows get-message-details --column message_id=id < mails.jsonl > details.jsonl',
    'soar rows release-message --in held.jsonl --out released.jsonl --column message_id=id --ledger run.ledger --resume --yes',
  ],
  run: async (call) => (await import('../rows/run.ts')).rows(call),
}
