/**
 * The JSON Schemas of prompts/<id>.yaml and of its translations.
 *
 * The first is published as docs/schemas/prompt.json for editors.
 */
import type { Json } from '../../contract/json.ts'
import type { JsonSchema } from '../validate.ts'

const text = (description: string): JsonSchema => ({ type: 'string', minLength: 1, description })
const object = (properties: { [name: string]: Json }, required: string[]): JsonSchema => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties,
})

const blank = (required: string[], extra: { [name: string]: Json } = {}): JsonSchema => ({
  type: 'object',
  description: 'Arguments the person fills in, as text.',
  propertyNames: { pattern: '^[a-z][a-z0-9_]*$' },
  additionalProperties: object(
    { label: text('Name shown to people.'), description: text('What to fill in.'), ...extra },
    required,
  ),
})

const texts = {
  title: text('Name shown in the list of prompts.'),
  description: text('What the assistant is asked to do.'),
  text: text('A template over args and tools. A tool that is not offered is None.'),
}

/** One prompt. */
export const promptSchema: JsonSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Prompt',
  ...object(
    {
      ...texts,
      arguments: blank(['label', 'description'], {
        required: { type: 'boolean', description: 'Whether the prompt requires it.' },
        values: {
          type: 'array',
          minItems: 1,
          items: text('A value.'),
          description: 'Values that clients suggest; the person may write others.',
        },
        values_from: {
          type: 'object',
          minProperties: 1,
          additionalProperties: text('A field of the rows, or of the object.'),
          description: 'By id of an action, the field of its earlier results whose values clients suggest.',
        },
      }),
    },
    ['title', 'description', 'text'],
  ),
}

/** The prompts of one language, by id. */
export const promptTextsSchema: JsonSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Prompts in another language',
  type: 'object',
  additionalProperties: object({ ...texts, arguments: blank([]) }, []),
}
