/**
 * The JSON Schemas of the texts in further languages.
 *
 * Published as docs/schemas/overlay.json and docs/schemas/texts.json for editors.
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
    experimental: text('Why the action is experimental.'),
    notes: {
      type: 'array',
      items: text('One note.'),
      description: 'As many notes as in the manifest, in the same order.',
    },
    parameters: fields,
    undo: object({ none: text('Why there is no way back.') }, 'Texts about undoing the action.'),
    messages,
  },
  'The texts of one action.',
)

/** manifests/<area>/<id>.<language>.yaml: the texts of one action. */
export const textsSchema: JsonSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Texts of an action in another language',
  ...actionTexts,
}

const areas = map(text('The name of the area.'), 'Names of the areas, by folder.')

/** manifests/locales/<language>.yaml: the texts of the integration itself, and of actions without a file of their own. */
export const overlaySchema: JsonSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Texts in another language',
  type: 'object',
  properties: {
    integration: object(
      { description: text('What the integration is for.'), messages, config: fields, areas, phrases },
      'The texts of integration.yaml.',
    ),
  },
  additionalProperties: actionTexts,
}
