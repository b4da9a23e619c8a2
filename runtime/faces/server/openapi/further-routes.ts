/** The operations on connections, tables and the audit log. */
import type { JsonSchema } from '../../../schema/validate.ts'
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
const connection = part('name', 'Name of the connection.')
const table = part('id', 'Id of the table.')
const key = header('Idempotency-Key', 'A new random text for each new run; writes need one.')
/** Where an operation finds its id in a response. */
const link = (operationId: string) => ({ operationId, parameters: { id: '$response.body#/id' } })
const runLinks = {
  links: { output: link('get_output'), resume: link('resume_run'), events: link('get_events') },
}
const wait = header('Prefer', '`wait=30` waits for the end of the run.')

/** The paths. */
export const furtherPaths: JsonSchema = {
  '/v1/connections': {
    get: operation('list_connections', 'List connections, without secrets', {
      200: json('The list.', ref('ConnectionList')),
      ...problems(400),
    }),
  },
  '/v1/connections/{name}': {
    get: operation(
      'show_connection',
      'Show one connection, without secrets',
      { 200: json('The connection.', ref('Connection')), ...problems(400, 404) },
      { parameters: [connection] },
    ),
  },
  '/v1/connections/{name}/check': {
    post: operation(
      'check_connection',
      'Check configuration, network, credentials and permissions',
      { 200: json('The steps.', ref('ConnectionCheck')), ...problems(400, 404, 413, 415) },
      { parameters: [connection], requestBody: empty },
    ),
  },
  '/v1/tables': {
    post: operation(
      'upload_table',
      'Upload a table',
      {
        201: json('The table.', ref('Table'), {
          links: { show: link('show_table'), plan: link('plan_table'), run: link('run_table') },
        }),
        ...problems(400, 413, 415),
      },
      {
        requestBody: {
          required: true,
          content: {
            'text/csv': { schema: { type: 'string' }, example: 'sender\nmallory@evil.example\n' },
            'application/jsonl': {
              schema: { type: 'string' },
              example: '{"sender":"mallory@evil.example"}\n',
            },
          },
        },
      },
    ),
  },
  '/v1/tables/{id}': {
    get: operation(
      'show_table',
      'Show an uploaded table',
      { 200: json('The table.', ref('Table')), ...problems(400, 404) },
      { parameters: [table] },
    ),
  },
  '/v1/tables/{id}/plan': {
    post: operation(
      'plan_table',
      'Count what a table would do; sends nothing',
      { 200: json('The plan.', ref('TablePlan')), ...problems(400, 404, 409, 413, 415, 422) },
      { parameters: [table], requestBody: body(ref('TableOrder')) },
    ),
  },
  '/v1/tables/{id}/runs': {
    post: operation(
      'run_table',
      'Run an action for every row',
      {
        200: json('The run has ended.', ref('Run'), runLinks),
        202: json('The run is in progress.', ref('Run'), runLinks),
        ...problems(400, 404, 409, 413, 415, 422, 428),
      },
      {
        parameters: [table, key, wait, header('Soar-Plan', 'The plan that a person has confirmed.')],
        requestBody: body(ref('TableOrder')),
      },
    ),
  },
  '/v1/runs/{id}/resume': {
    post: operation(
      'resume_run',
      'Continue a table run',
      {
        200: json('The run has ended.', ref('Run')),
        202: json('The run is in progress.', ref('Run')),
        ...problems(400, 404, 409, 413, 415, 422, 428),
      },
      {
        parameters: [id, key, wait],
        requestBody: body({
          type: 'object',
          additionalProperties: false,
          properties: optional({
            retry_unknown: { type: 'boolean', description: 'Send rows of unknown outcome again.' },
            parameters: anyObject('Secrets, which are not stored.'),
            context: anyObject('The context, if it is not stored.'),
          }),
        }),
      },
    ),
  },
  '/v1/runs/{id}/output': {
    get: operation(
      'get_output',
      'Download the lines of a table run',
      {
        200: {
          description: 'The lines.',
          content: {
            'text/csv': { schema: { type: 'string' } },
            'application/jsonl': { schema: { type: 'string' } },
          },
        },
        ...problems(400, 404),
      },
      {
        parameters: [
          id,
          choiceQuery('format', 'The form.', ['csv', 'jsonl'], { default: 'jsonl' }),
          choiceQuery('only', 'Only these rows.', ['failed', 'unknown']),
        ],
      },
    ),
  },
  '/v1/audit': {
    get: operation(
      'read_audit',
      'Read the audit log',
      {
        200: {
          description: 'One JSON object per line.',
          content: { 'application/jsonl': { schema: { type: 'string' } } },
        },
        ...problems(400, 404),
      },
      {
        parameters: [query('since', 'Lines at or after this time.', dateTime)],
      },
    ),
  },
}
