/**
 * The JSON Schema of manifests/locales/<language>.yaml.
 *
 * Published as docs/schemas/overlay.json for editors.
 */
import type { Json } from '../../contract/json.ts'
import type { JsonSchema } from '../validate.ts'

const text = (description: string): JsonSchema => ({ type: 'string', minLength: 1, description })
const object = (properties: { [name: string]: Json }, description: string): JsonSchema => ({
  type: 'object',
  additionalProperties: false,
  properties,
  description,
})
const map = (values: JsonSchema, description: string): JsonSchema => ({
  type: 'object',
  additionalProperties: values,
  description,
})

const fields = map(
  object({ label: text('Name shown to people.'), description: text('What to fill in.') }, 'One field.'),
  'Texts of each field, by name.',
)
const messages = map(text('The message, with the same variables as in the manifest.'), 'Messages by key.')

const phrases = map(
  text('The translation, with the same {values}.'),
  'Phrases of the client and the modules, by their English text.',
)

const actionTexts = object(
  {
    name: text('Display name.'),
    description: text('What the action does.'),
    deprecated: text('Why the action is deprecated.'),
    notes: {
      type: 'array',
      items: text('One note.'),
      description: 'As many notes as in the manifest, in the same order.',
    },
    parameters: fields,
    messages,
  },
  'The texts of one action.',
)

/** One language: the texts of the integration itself, and of each action by id. */
export const overlaySchema: JsonSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Texts in another language',
  type: 'object',
  properties: {
    integration: object(
      { description: text('What the integration is for.'), messages, config: fields, phrases },
      'The texts of integration.yaml.',
    ),
  },
  additionalProperties: actionTexts,
}
