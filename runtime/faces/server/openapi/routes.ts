/** The operations that are not those of one action. */
import type { JsonSchema } from '../../../schema/validate.ts'
import { runStatuses } from '../../../service/runs/run.ts'
import { anyObject, optional, ref } from './build.ts'
import {
  body,
  choiceQuery,
  dateTime,
  empty,
  header,
  json,
  operation,
  part,
  problems,
  query,
} from './operation.ts'

const id = part('id', 'Id of the run.')
const wait = header('Prefer', '`wait=30` waits for the end of the run.')
const filters = [
  query('status', 'States, separated by commas.', {
    type: 'string',
    pattern: `^(${runStatuses.join('|')})(,(${runStatuses.join('|')}))*$`,
  }),
  query('code', 'Code of the failure, or OK.'),
  query('action', 'Id of the action, or integration/action.'),
  query('connection', 'Name of the connection.'),
  query('actor', 'Who started it.'),
  choiceQuery('via', 'How.', ['page', 'api', 'mcp', 'table']),
  query('case_id', 'The case.'),
  choiceQuery('effect', 'What the action does.', ['read', 'write', 'destructive']),
  choiceQuery('unsettled', 'Only runs that need a settlement.', ['true', 'false']),
  query('since', 'Started at or after.', dateTime),
  query('until', 'Started before.', dateTime),
  query('q', 'Text in inputs, messages, people, ids and codes.'),
  query('limit', 'Runs per page.', { type: 'integer', minimum: 1, maximum: 200, default: 50 }),
  query('cursor', '`next` of the page before.'),
]

const rowFilters = [
  query('offset', 'Rows to skip.', { type: 'integer', minimum: 0, maximum: 10_000_000, default: 0 }),
  query('limit', 'Rows per page.', { type: 'integer', minimum: 1, maximum: 2_000, default: 200 }),
  query('sort', 'A field; with a minus before it, descending.'),
  query('q', 'Text in any field.'),
]

/** The paths. */
export const routePaths: JsonSchema = {
  '/v1/meta': {
    get: operation('meta', 'What the server has, and who I am', {
      200: json('Facts.', ref('Meta')),
      ...problems(),
    }),
  },
  '/v1/actions': {
    get: operation(
      'list_actions',
      'List actions and connectors',
      { 200: json('The list.', ref('ActionList')), 304: { description: 'Not modified.' }, ...problems(400) },
      {
        parameters: [
          query('q', 'Words that names, descriptions, labels, fields or permissions contain.'),
          choiceQuery('effect', 'What the action does.', ['read', 'write', 'destructive']),
          query('integration', 'Id of the integration.'),
          query('locale', 'Language of the texts.'),
        ],
      },
    ),
  },
  '/v1/actions/{integration}/{action}': {
    get: operation(
      'show_action',
      'Show one action',
      {
        200: json('The action.', ref('Action')),
        304: { description: 'Not modified.' },
        ...problems(400, 404),
      },
      {
        parameters: [
          part('integration', 'Id of the integration.'),
          part('action', 'Id of the action.'),
          query('locale', 'Language of the texts.'),
        ],
      },
    ),
  },
  '/v1/runs': {
    get: operation(
      'list_runs',
      'List runs, newest first',
      { 200: json('A page.', ref('RunPage')), ...problems(400) },
      { parameters: filters },
    ),
  },
  '/v1/runs/{id}': {
    get: operation(
      'get_run',
      'Get one run',
      { 200: json('The run.', ref('Run')), 304: { description: 'Not modified.' }, ...problems(400, 404) },
      { parameters: [id, wait] },
    ),
  },
  '/v1/runs/{id}/rows': {
    get: operation(
      'get_rows',
      'Get rows of a result',
      {
        200: {
          description: 'Rows. The header Accept chooses the form; CSV and JSON lines hold all rows.',
          content: {
            'application/json': { schema: ref('RowPage') },
            'text/csv': { schema: { type: 'string' } },
            'application/jsonl': { schema: { type: 'string' } },
          },
        },
        ...problems(400, 404),
      },
      { parameters: [id, ...rowFilters] },
    ),
  },
  '/v1/runs/{id}/events': {
    get: operation(
      'get_events',
      'Follow a run',
      {
        200: {
          description: 'Server-sent events: state, rows, pause, log, end; resync if some were lost.',
          content: { 'text/event-stream': { schema: {} } },
        },
        ...problems(400, 404),
      },
      { parameters: [id, header('Last-Event-ID', 'The last event that was received.')] },
    ),
  },
  '/v1/runs/{id}/cancel': {
    post: operation(
      'cancel_run',
      'Stop a run',
      { 202: json('It was asked to stop.', ref('Run')), ...problems(400, 404, 409, 413, 415) },
      { parameters: [id], requestBody: empty },
    ),
  },
  '/v1/runs/{id}/settlement': {
    post: operation(
      'settle_run',
      'Say whether a write of unknown outcome was carried out',
      { 200: json('The run.', ref('Run')), ...problems(400, 404, 409, 413, 415) },
      {
        parameters: [id],
        requestBody: body({
          type: 'object',
          additionalProperties: false,
          required: ['happened'],
          properties: {
            happened: { type: 'boolean' },
            ...optional({ note: { type: 'string', minLength: 1 } }),
          },
        }),
      },
    ),
  },
  '/v1/templates/preview': {
    post: operation(
      'preview_templates',
      'Render templates',
      {
        200: json('By name: the value, or the fault with its place.', ref('TemplatePreviews')),
        ...problems(400, 413, 415),
      },
      {
        requestBody: body({
          type: 'object',
          additionalProperties: false,
          properties: optional({
            templates: { type: 'object', maxProperties: 100, additionalProperties: { type: 'string' } },
            context: anyObject('What templates can read.'),
            locale: { type: 'string', minLength: 1 },
          }),
        }),
      },
    ),
  },
}
