/** The JSON Schema of a request. */
import type { JsonSchema } from '../validate.ts'
import { text } from './build.ts'
import { flag } from './manifest.ts'

/** The JSON object `soar run` reads. */
export const requestSchema: JsonSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Request',
  type: 'object',
  additionalProperties: false,
  required: ['action'],
  properties: {
    action: text("The action's id."),
    parameters: { type: 'object', description: 'Values by parameter name. Data: never rendered.' },
    templates: {
      type: 'object',
      additionalProperties: { type: 'string' },
      description: 'Templates by parameter name; they win.',
    },
    context: { type: 'object', description: 'What templates may look at. Data: never rendered.' },
    config: {
      type: 'object',
      description: 'Configuration; what is absent comes from the environment, then the default.',
    },
    state: { description: 'What the previous run handed out.' },
    locale: text('Language of the messages.'),
    timeout_ms: { type: 'integer', minimum: 1, description: 'Milliseconds the run may take.' },
    dry_run: flag('Send nothing and answer the first request.'),
  },
}
