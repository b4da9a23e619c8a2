/** The shapes of tables: uploads, orders, plans, and the facts of a run. */
import { count, flag, list, anyText as text } from '../../../schema/published/build.ts'
import { dryRequest } from '../../../schema/published/result.ts'
import type { JsonSchema } from '../../../schema/validate.ts'
import { anyObject, object, optional } from './build.ts'

const time = (description: string): JsonSchema => text(description, { format: 'date-time' })
const any = (description: string): JsonSchema => ({ description })
const format = text('The form.', { enum: ['csv', 'jsonl'] })

/** What a plan of a table says besides the facts that every plan has. */
export const tablePlanFields: JsonSchema = {
  rows: count('Rows that were looked at.'),
  more: flag('Whether the table has further rows.'),
  sent: count('Rows that would be sent.'),
  distinct: count('Rows with different inputs among them.'),
  likely_seconds: count('Seconds that the run will probably take, from earlier runs; absent without any.'),
  invalid: count('Rows that cannot be run.'),
  requests: list(
    object(
      { row: count('Number of the row.', 1), request: dryRequest, inputs: any('What the action receives.') },
      ['row', 'request', 'inputs'],
      'A row that would be sent.',
    ),
    'The first rows that would be sent.',
  ),
  problems: list(
    object(
      { row: count('Number of the row.', 1), code: text('The error code.'), message: text('The sentence.') },
      ['row', 'code', 'message'],
      'A row that cannot be run.',
    ),
    'The first rows that cannot be run.',
  ),
}

/** The fields that a plan of a table always has. */
export const tablePlanAlways = ['rows', 'more', 'sent', 'distinct', 'invalid', 'requests', 'problems']

const COUNTS = {
  rows: count('Rows that are done, whatever the outcome.'),
  succeeded: count('Rows that succeeded.'),
  failed: count('Rows that failed, with those of unknown outcome.'),
  unknown: count('Rows whose outcome is unknown.'),
  empty: count('Rows whose result is empty.'),
  before: count('Rows that an earlier run has answered.'),
}

/** What the run of a table says about its rows. */
export const tableFacts: JsonSchema = object(
  {
    id: text('Id of the table.'),
    name: text('Name of the file.'),
    format,
    total: count('Rows of the table.'),
    columns: {
      type: 'object',
      additionalProperties: { type: 'string' },
      description: 'Columns by parameter.',
    },
    counts: object(COUNTS, Object.keys(COUNTS), 'Rows by outcome.'),
    failures: {
      type: 'object',
      additionalProperties: { type: 'integer' },
      description: 'Failed rows by code.',
    },
    ledger: text('The first run of this table.'),
    resumes: text('The run that this one resumes.'),
    resumed_by: text('The run that resumed this one.'),
  },
  ['id', 'format', 'total', 'columns', 'counts', 'failures', 'ledger'],
  'Of a run over a table: its rows.',
)

/** The schemas by name. */
export const tables: JsonSchema = {
  Table: object(
    {
      id: text('Id of the table.'),
      name: text('Name of the file.'),
      format,
      rows: count('Rows.'),
      columns: list({ type: 'string' }, 'Columns.'),
      sample: list(anyObject('A row.'), 'The first rows.'),
      bytes: count('Size.'),
      expires_at: time('After this time the table is deleted.'),
    },
    ['id', 'format', 'rows', 'columns', 'sample', 'bytes', 'expires_at'],
    'An uploaded table.',
  ),
  TableOrder: {
    type: 'object',
    description: 'One action for every row.',
    additionalProperties: false,
    required: ['action'],
    properties: {
      action: text('Id of the action, or integration/action.', { minLength: 1 }),
      ...optional({
        integration: text('Id of the integration.', { minLength: 1 }),
        connection: text('Name of the connection.', { minLength: 1 }),
        columns: {
          type: 'object',
          additionalProperties: { type: 'string' },
          description: 'Columns by parameter.',
        },
        set: {
          type: 'object',
          additionalProperties: { type: 'string' },
          description: 'Templates over the row, by parameter.',
        },
        parameters: anyObject('Values that are the same for every row.'),
        context: anyObject('What templates can read.'),
        locale: text('Language of the messages.', { minLength: 1 }),
        timeout_ms: {
          type: 'integer',
          minimum: 1,
          maximum: 2_147_483_647,
          description: 'Deadline of each row.',
        },
        case_id: text('The case.', { minLength: 1, maxLength: 2_000 }),
        note: text('A remark.', { minLength: 1, maxLength: 2_000 }),
      }),
    },
  },
}
