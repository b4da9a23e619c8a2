/**
 * The JSON Schema of a result.
 *
 * Published as docs/schemas/result.json.
 */
import { codes } from '../../contract/codes.ts'
import type { Json } from '../../contract/json.ts'
import type { JsonSchema } from '../validate.ts'
import { count, flag, list, anyText as text } from './build.ts'

const object = (
  properties: { [name: string]: Json },
  required: string[],
  description: string,
): JsonSchema => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties,
  description,
})

/** One fault of the input. */
export const problem = object(
  {
    where: text("A parameter's name, a path in the data, or file:line:column."),
    rule: text('The violated rule: docs/errors.md, Rules.'),
    message: text('What was expected, what was received, what to do.'),
    line: count('Line of the template, from 1.'),
    column: count('Column of the first character, from 1.'),
    end_column: count('Column after the last character.'),
  },
  ['where', 'rule', 'message'],
  'One problem in the input.',
)

const failure = object(
  {
    code: text("The vendor's error code."),
    message: text("The vendor's message."),
    field: text('The field with the problem.'),
    retryable: flag('Whether the vendor says that a retry can help.'),
    key: { description: 'The item of the request that failed.' },
  },
  [],
  'One failure reported by the vendor.',
)

const vendor = object(
  {
    status: count('HTTP status.'),
    meta_status: count('Status inside the body, if the vendor sends one.'),
    request_id: text("Id of the request in the vendor's logs."),
    failures: list(failure, 'All failures reported by the vendor.'),
  },
  [],
  'What the vendor answered.',
)

const undo = object(
  {
    action: text('Id of an action of the same integration.'),
    parameters: { type: 'object', description: 'Its parameters.' },
    connection: text('The connection of the run, if it used one.'),
  },
  ['action', 'parameters'],
  'The request that takes back what the run did; absent if nothing was changed, or if there is no way back.',
)

const error = object(
  {
    code: {
      enum: Object.keys(codes),
      description: 'Error code, for playbooks to branch on: docs/errors.md.',
    },
    reason: text("The reason, in the run's language."),
    retryable: flag('Whether retrying the same request is safe and may help.'),
    retry_after_ms: { type: 'number', minimum: 0, description: 'Milliseconds to wait before a retry.' },
    problems: list(problem, 'All problems in the input.'),
    vendor,
    check: object(
      {
        action: text('Id of an action that reads.'),
        parameters: { type: 'object', description: 'Its parameters.' },
      },
      ['action', 'parameters'],
      'With OUTCOME_UNKNOWN: the read that shows whether the write happened.',
    ),
  },
  ['code', 'reason', 'retryable'],
  'Why the run failed.',
)

/** A request that was not sent; null if there is none. */
export const dryRequest: JsonSchema = {
  type: ['object', 'null'],
  additionalProperties: false,
  required: ['method', 'url', 'headers', 'body'],
  properties: {
    method: text('HTTP method.'),
    url: text('Full URL.'),
    headers: {
      type: 'object',
      additionalProperties: { type: 'string' },
      description: 'Headers, with credentials redacted.',
    },
    body: { description: 'Body, as JSON if it is JSON.' },
  },
  description: 'The first request that would be sent; null if there is none.',
}

/** Whether a write can be undone, as a dry run or a plan says it. */
export const undoOutlook: JsonSchema = object(
  {
    action: text('Id of the action that would undo the write.'),
    none: text('Why there is no way back.'),
  },
  [],
  'Whether the write can be undone: either the action that would do it, or the reason why there is none.',
)

/** The JSON object that `soar run` returns. */
export const resultSchema: JsonSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Result',
  ...object(
    {
      is_success: flag('Whether the action succeeded.'),
      output_message: text("One sentence for people, in the run's language."),
      json_result: {
        description: "The data, as described by the manifest's output; null if there is none.",
      },
      error,
      warnings: list(text('One warning.'), 'Problems that did not stop the run.'),
      state: { description: 'State to pass to the next request.' },
      pending: flag('Whether the action must be called again with state.'),
      files: list(
        object(
          {
            name: text('File name.'),
            content_type: text('Media type.'),
            content: { type: 'string', description: 'base64' },
          },
          ['name', 'content_type', 'content'],
          'One file.',
        ),
        'Files returned by the action.',
      ),
      undo,
      dry_run: object(
        {
          request: dryRequest,
          inputs: { description: 'What the module received.' },
          objects: count('Number of objects that the write touches, if the action says so.'),
          undo: undoOutlook,
        },
        ['request', 'inputs'],
        'For a dry run: what would be sent.',
      ),
      run: object(
        {
          action: text("The action's id."),
          version: text("The integration's version."),
          locale: text('Language of the message.'),
          ms: { type: 'number', minimum: 0, description: 'Duration in milliseconds.' },
          requests: count('Number of HTTP requests sent, including retries.'),
        },
        ['action', 'version', 'locale', 'ms', 'requests'],
        'Facts about the run.',
      ),
    },
    ['is_success', 'output_message', 'json_result', 'run'],
    'The result of one run.',
  ),
}
