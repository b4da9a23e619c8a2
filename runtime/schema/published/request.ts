/** The JSON Schema of a request. */
import type { JsonSchema } from '../validate.ts'
import { flag, text } from './build.ts'

/** The JSON object that `soar run` reads. */
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
      description: 'Templates by parameter name; they override parameters.',
    },
    context: { type: 'object', description: 'Data for templates. Never rendered itself.' },
    config: {
      type: 'object',
      description: 'Configuration; missing fields come from the environment, then from defaults.',
    },
    state: { description: 'State returned by the previous run.' },
    locale: text('Language of the messages.'),
    timeout_ms: { type: 'integer', minimum: 1, description: 'Deadline of the run, in milliseconds.' },
    dry_run: flag('Return the first request instead of sending it.'),
  },
}
