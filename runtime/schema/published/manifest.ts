/** The JSON Schemas of the files authors write and of the request. Published as docs/schemas/*.json for editors. */
import type { JsonSchema } from '../validate.ts'
import { count, map, text } from './build.ts'

export const flag = (description: string): JsonSchema => ({ type: 'boolean', description })

const anything: JsonSchema = {}

export const parameterProperties: JsonSchema = {
  label: text('The name people and platforms see.'),
  description: text('What to fill in, for the person in front of the form.'),
  type: {
    enum: ['string', 'integer', 'number', 'boolean', 'list', 'json'],
    description: 'Values are coerced to it.',
  },
  format: {
    enum: ['email', 'url', 'domain', 'datetime', 'ip'],
    description: 'Form of the text, or of each entry.',
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
    description: 'Other accepted spellings of a choice, each with the choice it stands for.',
  },
  ignore_case: flag('Choices and their other spellings are taken in any letter case.'),
  required: flag('The run fails without it.'),
  required_when: {
    type: 'object',
    minProperties: 1,
    additionalProperties: anything,
    description: 'Required when every parameter named here has the value, or one of the values in a list.',
  },
  default: { description: 'A value, or a template over context and run.' },
  aliases: {
    type: 'array',
    items: text('Another name it is accepted under.'),
    description: 'So that a rename breaks no playbook.',
  },
  secret: flag('Never shown in results, logs, errors or dry runs.'),
  trim: flag('false keeps blanks at both ends.'),
  minimum: { type: 'number' },
  maximum: { type: 'number' },
  min_length: count('Characters.'),
  max_length: count('Characters.'),
  min_items: count('Entries.'),
  max_items: count('Entries.'),
  pattern: text('Regular expression that the text must match.'),
  schema: { type: 'object', description: 'JSON Schema of the value, for type json.' },
  advanced: flag('Shown behind "advanced" where a platform has that.'),
}

export const parameter: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['label', 'description', 'type'],
  properties: parameterProperties,
}

export const messages = map(
  text('A template over inputs, result, count, action, run and the values of the module.'),
  'Sentences by key.',
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
    result: { description: 'The json_result it gives.' },
    message: text('The English message it gives.'),
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
    description: text('One or two sentences: what it does, for whom.'),
    kind: {
      enum: ['action', 'connector'],
      description: 'A connector brings alerts in and keeps its place in state.',
    },
    effect: { enum: ['read', 'write', 'destructive'], description: 'What it does to the tenant.' },
    idempotent: flag('A write that may be repeated without harm.'),
    deprecated: text('Why it should not be used any more, and what to use instead.'),
    permissions: {
      type: 'array',
      items: text('A role permission of the vendor.'),
      description: 'Named when the vendor answers 403.',
    },
    notes: { type: 'array', items: text('Shown in the reference.'), description: 'What a user should know.' },
    timeout_ms: count('Default deadline of a run.', 1000),
    concurrency: count('Runs at once in table mode.', 1),
    max_rows: count('Rows a write may touch in table mode without a confirmation.', 1),
    cache: { enum: ['run'], description: 'Identical reads within one table run are asked once.' },
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
      'Computed values; they overlay the parameters. One that is no parameter is written as { type, template }.',
    ),
    output: {
      type: 'object',
      description: 'JSON Schema of json_result: one object, or an array of objects.',
      required: ['type'],
    },
    messages: { ...messages, required: ['success'] },
    example: exampleSchema,
    dialects: { type: 'object', description: 'What one platform alone needs to know.' },
  },
}
