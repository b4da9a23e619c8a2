/**
 * The JSON Schemas of the files that authors write.
 *
 * Published as docs/schemas/*.json for editors.
 */
import { TOOLSETS } from '../../contract/toolsets.ts'
import type { JsonSchema } from '../validate.ts'
import { count, flag, map, text } from './build.ts'

const anything: JsonSchema = {}

const FORMATS = ['email', 'url', 'domain', 'email_or_domain', 'address_part', 'datetime', 'ip', 'ip_range']

export const parameterProperties: JsonSchema = {
  label: text('Name shown to people and platforms.'),
  description: text('What to fill in, for the person who uses the form.'),
  type: {
    enum: ['string', 'integer', 'number', 'boolean', 'list', 'json'],
    description: 'Type that values are converted to.',
  },
  format: {
    enum: FORMATS,
    description: 'Format of the text, or of each list entry.',
  },
  format_when: {
    type: 'object',
    minProperties: 1,
    maxProperties: 1,
    additionalProperties: {
      type: 'object',
      minProperties: 1,
      additionalProperties: { enum: FORMATS },
    },
    description: 'Format by the value of one other parameter.',
  },
  enum: {
    type: 'array',
    minItems: 1,
    uniqueItems: true,
    items: { type: ['string', 'number'] },
    description: 'The choices.',
  },
  enum_aliases: {
    type: 'object',
    additionalProperties: { type: ['string', 'number'] },
    description: 'Other accepted spellings, each mapped to a choice.',
  },
  ignore_case: flag('Accept choices in any letter case.'),
  required: flag('Whether the run fails without it.'),
  required_when: {
    type: 'object',
    minProperties: 1,
    additionalProperties: anything,
    description: 'Required if every parameter named here has this value, or one of the values in a list.',
  },
  default: { description: 'A value, or a template over context and run.' },
  aliases: {
    type: 'array',
    items: text('Another accepted name.'),
    description: 'Other accepted names, so that playbooks keep working after a rename.',
  },
  secret: flag('Never shown in results, logs, errors or dry runs.'),
  trim: flag('false keeps leading and trailing blanks.'),
  minimum: { type: 'number' },
  maximum: { type: 'number' },
  min_length: count('Number of characters.'),
  max_length: count('Number of characters.'),
  min_items: count('Number of entries.'),
  max_items: count('Number of entries.'),
  pattern: text('Regular expression that the text must match.'),
  schema: { type: 'object', description: 'JSON Schema of the value, for type json.' },
  advanced: flag('Shown in the advanced section of a platform that has one.'),
}

export const parameter: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['label', 'description', 'type'],
  properties: parameterProperties,
}

export const messages = map(
  text("A template over inputs, result, count, action, run and the module's values."),
  'Messages by key.',
)

const exampleSchema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  description: 'Shown in the docs and run as a test against the simulator.',
  required: ['parameters', 'result'],
  properties: {
    description: text('What the example shows.'),
    parameters: { type: 'object' },
    templates: { type: 'object', additionalProperties: { type: 'string' } },
    context: { type: 'object' },
    config: { type: 'object' },
    state: anything,
    result: { description: 'The expected json_result.' },
    message: text('The expected English message.'),
  },
}

/** manifests/<id>.yaml */
export const manifestSchema: JsonSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Action manifest',
  type: 'object',
  additionalProperties: false,
  required: ['name', 'description', 'effect', 'output', 'messages', 'example'],
  properties: {
    name: text('Display name of the action.'),
    description: text('What the action does, in one or two sentences.'),
    kind: {
      enum: ['action', 'connector'],
      description: 'A connector fetches alerts and keeps its position in state.',
    },
    effect: { enum: ['read', 'write', 'destructive'], description: 'What the action does to the tenant.' },
    idempotent: flag('A write that is safe to retry.'),
    lowers_protection: flag(
      'The action can let through what would be stopped, such as mail of a permitted sender. Assistants treat it as destructive.',
    ),
    toolsets: {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: { enum: [...TOOLSETS] },
      description:
        'The tool sets of MCP servers that have the action. Without it: investigation if the action reads, administration if it writes.',
    },
    deprecated: text('Why the action is deprecated, and what to use instead.'),
    experimental: text(
      'Why the action is experimental: what is not known yet. It runs only where experimental actions are allowed.',
    ),
    operation: {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: {
        type: 'string',
        pattern: '^(GET|POST|PUT|PATCH|DELETE) /[^ ?#]+$',
        description: 'Method and path of one operation of the vendor; {name} stands for a part that varies.',
      },
      description: 'The operations of the vendor that the action uses, for `soar check --catalogue`.',
    },
    permissions: {
      type: 'array',
      items: text('A role permission of the vendor.'),
      description: 'Named when the vendor answers 403.',
    },
    notes: { type: 'array', items: text('Shown in the reference.'), description: 'What a user should know.' },
    timeout_ms: count('Default deadline of a run, in milliseconds.', 1000),
    concurrency: count('Concurrent runs in table mode.', 1),
    max_rows: count('Rows that a write may affect in table mode without confirmation.', 1),
    cache: { enum: ['run'], description: 'Send identical reads of one table run only once.' },
    parameters: map(parameter, 'What a person or a playbook fills in.'),
    inputs: map(
      {
        anyOf: [
          { type: ['string', 'number', 'boolean', 'null', 'array'] },
          {
            type: 'object',
            additionalProperties: false,
            required: ['type', 'template'],
            properties: {
              type: { enum: ['string', 'integer', 'number', 'boolean', 'list', 'json'] },
              template: { type: 'string' },
            },
          },
        ],
      },
      'Computed values; they override parameters. Write a value that is not a parameter as { type, template }.',
    ),
    output: {
      type: 'object',
      description:
        'JSON Schema of json_result: one object, or an array of objects. `from` in a column names the field of the vendor.',
      required: ['type'],
    },
    columns: {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: text('A field of the output.'),
      description:
        'Fields of the output that people see in a table, the most important first. The others follow, or are folded.',
    },
    objects: {
      type: ['string', 'array'],
      minLength: 1,
      minItems: 1,
      uniqueItems: true,
      items: text('A parameter.'),
      description:
        'Parameters whose values a write touches: a list counts its entries, any other value counts one.',
    },
    check_with: {
      type: 'object',
      additionalProperties: false,
      required: ['action'],
      description: 'The read that shows whether the write happened, for runs whose outcome is unknown.',
      properties: {
        action: text('Id of an action of this integration with effect: read.'),
        parameters: {
          type: 'object',
          description: 'Its parameters: values, or templates over `inputs` of the write.',
        },
      },
    },
    undo: {
      type: 'object',
      additionalProperties: false,
      minProperties: 1,
      description: 'How the write is undone: either "action" with its parameters, or "none" with the reason.',
      properties: {
        action: text('Id of an action of this integration that takes back what this write did.'),
        when: text('A template over the same names; there is nothing to undo if its value is false.'),
        parameters: {
          type: 'object',
          description: 'Its parameters: values, or templates over `inputs`, `result` and `before`.',
        },
        none: text('Why there is no way back, as a sentence. It is shown before the write.'),
      },
    },
    messages: { ...messages, required: ['success'] },
    example: exampleSchema,
    dialects: { type: 'object', description: 'Facts for single platforms.' },
  },
}
