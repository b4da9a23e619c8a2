/** The JSON Schema of what a run answers, types.ts `Result`. Published as docs/schemas/result.json. */
import { codes } from '../../contract/codes.ts'
import type { Json } from '../../contract/json.ts'
import type { JsonSchema } from '../validate.ts'

const text = (description: string): JsonSchema => ({ type: 'string', description })
const flag = (description: string): JsonSchema => ({ type: 'boolean', description })
const count = (description: string): JsonSchema => ({ type: 'integer', minimum: 0, description })
const list = (items: JsonSchema, description: string): JsonSchema => ({ type: 'array', items, description })
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

const problem = object(
  {
    where: text("A parameter's name, a path in the data, or file:line:column."),
    rule: text('The rule that was broken: docs/errors.md, Rules.'),
    message: text('What was expected, what came in, what to do.'),
  },
  ['where', 'rule', 'message'],
  'One thing wrong with one place of the input.',
)

const failure = object(
  {
    code: text("The vendor's own code."),
    message: text("The vendor's own words."),
    field: text('The field it is about.'),
    retryable: flag('What the vendor says about repeating.'),
    key: { description: 'The item of the request it is about.' },
  },
  [],
  "One entry of a vendor's refusal.",
)

const vendor = object(
  {
    status: count('HTTP status.'),
    meta_status: count('Status inside the body, where the vendor has one.'),
    request_id: text('By which the vendor finds the request in its logs.'),
    failures: list(failure, 'Every entry of the refusal.'),
  },
  [],
  'What the vendor said.',
)

const error = object(
  {
    code: { enum: Object.keys(codes), description: 'What playbooks branch on: docs/errors.md.' },
    reason: text("The sentence in the run's language."),
    retryable: flag('Repeating the same request can help and can do no harm.'),
    retry_after_ms: { type: 'number', minimum: 0, description: 'How long to wait before repeating.' },
    problems: list(problem, 'Everything that is wrong with the input.'),
    vendor,
  },
  ['code', 'reason', 'retryable'],
  'Why the run failed.',
)

const dryRequest: JsonSchema = {
  type: ['object', 'null'],
  additionalProperties: false,
  required: ['method', 'url', 'headers', 'body'],
  properties: {
    method: text('HTTP method.'),
    url: text('Whole address.'),
    headers: {
      type: 'object',
      additionalProperties: { type: 'string' },
      description: 'Credentials are masked.',
    },
    body: { description: 'As JSON where it is JSON.' },
  },
  description: 'The first request that would have gone out; null where the action makes none.',
}

/** The JSON object that `soar run` answers. */
export const resultSchema: JsonSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Result',
  ...object(
    {
      is_success: flag('Whether the action achieved what was asked.'),
      output_message: text("One sentence for people, in the run's language."),
      json_result: {
        description: "The data, as the manifest's output describes it; null where there is none.",
      },
      error,
      warnings: list(text('One warning.'), 'What did not stop the run but somebody should know.'),
      state: { description: 'To be handed back in the next request.' },
      pending: flag('The action wants to be called again with state.'),
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
        'Files the action hands out.',
      ),
      dry_run: object(
        { request: dryRequest, inputs: { description: 'What the module received.' } },
        ['request', 'inputs'],
        'With dry_run: what would have been sent.',
      ),
      run: object(
        {
          action: text("The action's id."),
          version: text("The integration's version."),
          locale: text('Language of the message.'),
          ms: { type: 'number', minimum: 0, description: 'Milliseconds.' },
          requests: count('HTTP requests sent, repeats included.'),
        },
        ['action', 'version', 'locale', 'ms', 'requests'],
        'The run itself.',
      ),
    },
    ['is_success', 'output_message', 'json_result', 'run'],
    'The answer of one run.',
  ),
}
