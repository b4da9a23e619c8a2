/** `soar rows`: runs one action for every row of a table. */
import { platformOptions, tableDialects } from '../../../platforms/registry.ts'
import type { Command, Options } from '../line/command.ts'
import {
  connectionOptions,
  contextOption,
  dryRunOption,
  experimentalOption,
  localeOption,
  logLevelOption,
  noRetryOption,
  onOption,
  paramOption,
  storeOption,
  timeoutOption,
  undefinedOption,
} from '../line/options.ts'

/** True if the table comes from standard input: neither an option nor, in a variable, a platform's dialect names a file. */
const readsInput = ({ text, has }: Options): boolean =>
  !has('once') && (text('in') ?? '-') === '-' && !tableDialects[text('dialect') ?? '']?.namesFiles

export const command: Command = {
  name: 'rows',
  summary: 'run one action for every row of a table (JSON lines or CSV)',
  readsInput,
  arguments: [{ name: 'action', help: 'id of the action, unless --request names it', complete: 'action' }],
  options: [
    { name: 'in', value: 'FILE', help: 'input table; default standard input', complete: 'file' },
    { name: 'out', value: 'FILE', help: 'output file; default standard output', complete: 'file' },
    {
      name: 'in-format',
      value: 'FORMAT',
      help: 'jsonl or csv; default from the file name, else jsonl',
      complete: ['jsonl', 'csv'],
    },
    {
      name: 'out-format',
      value: 'FORMAT',
      help: 'jsonl or csv; default from the file name, else jsonl',
      complete: ['jsonl', 'csv'],
    },
    { name: 'delimiter', value: 'CHAR', help: 'CSV delimiter; default a comma, for .tsv a tab' },
    {
      name: 'literal-cells',
      help: 'read and write CSV cells unchanged, without apostrophes before formulas',
    },
    {
      name: 'set',
      value: 'NAME=TEMPLATE',
      many: true,
      help: 'set a parameter to a template over the columns of the row',
      complete: 'parameter',
    },
    {
      name: 'column',
      value: 'NAME=COLUMN',
      many: true,
      help: 'set a parameter to the value of a column',
      complete: 'parameter',
    },
    {
      ...paramOption,
      help: 'set a parameter for all rows; use NAME:=JSON for typed values',
    },
    {
      name: 'request',
      value: 'FILE',
      help: 'JSON file with a request: templates, parameters, context, config',
      complete: 'file',
    },
    { name: 'keep', value: 'COLUMN', many: true, help: 'copy this input column to the output' },
    { name: 'with-empty', help: 'also write a line for rows without a result' },
    { name: 'unordered', help: 'write results as they finish' },
    { name: 'once', help: 'run the action once, without a table' },
    {
      name: 'concurrency',
      value: 'N',
      help: 'maximum rows in parallel; default from the manifest, else 16',
    },
    {
      name: 'ledger',
      value: 'FILE',
      help: 'record every row, so that the run can be resumed',
      complete: 'file',
    },
    { name: 'resume', help: 'resume from the ledger; skip finished rows' },
    { name: 'retry-unknown', help: 'with --resume: repeat writes whose outcome is unknown' },
    { name: 'yes', help: 'skip the confirmation for many writes' },
    { ...dryRunOption, help: 'send nothing; list the first requests and count the rest' },
    {
      name: 'fail-on',
      value: 'WHICH',
      help: 'exit with 1 if rows failed: any (default), all, none',
      complete: ['any', 'all', 'none'],
    },
    {
      name: 'progress',
      value: 'HOW',
      help: 'progress on standard error: bar (default on a terminal), json (one line per second), none',
      complete: ['bar', 'json', 'none'],
    },
    {
      name: 'dialect',
      value: 'NAME',
      help: "use a platform's table format",
      complete: Object.keys(tableDialects),
    },
    ...platformOptions('rows'),
    { name: 'batch-start', value: 'TIME', help: 'start of the batch; context.batch.start in templates' },
    { name: 'batch-end', value: 'TIME', help: 'end of the batch; context.batch.end in templates' },
    { ...onOption, help: 'run the rows on workers of this engine; needs --ledger' },
    { name: 'chunk', value: 'N', help: 'with --on: rows that travel together; default 200' },
    { name: 'queue', value: 'NAME', help: 'with --on: queue of the workers; default soar:<integration>' },
    { name: 'within', value: 'TIME', help: 'with --on: time for each chunk, waiting included; default 24h' },
    storeOption,
    contextOption,
    ...connectionOptions,
    { ...timeoutOption, help: 'deadline of each row, such as 500ms, 30s, 2m' },
    undefinedOption,
    noRetryOption,
    experimentalOption,
    localeOption,
    { ...logLevelOption, help: `${logLevelOption.help}, else warn` },
  ],
  examples: [
    "soar rows block-domain --in domains.csv --out done.csv --column domain=name --set reason='{{ note | trim }}'",
    'soar rows get-thing --column id=thing_id < things.jsonl > details.jsonl',
    'soar rows update-thing --in things.jsonl --out updated.jsonl --column id=thing_id --ledger run.ledger --resume --yes',
    'soar rows update-thing --in things.csv --out updated.csv --column id=thing_id --ledger run.ledger --on https://engine.example.com:7243/default --yes',
  ],
  run: async (call) =>
    call.options.text('on') === undefined
      ? (await import('../rows/run.ts')).rows(call)
      : (await import('../engine/rows.ts')).rowsRemotely(call),
}
