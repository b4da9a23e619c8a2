/** The JSON Schema of integration.yaml. */
import type { JsonSchema } from '../validate.ts'
import { map, text } from './build.ts'
import { messages, parameter, parameterProperties } from './manifest.ts'

const configField: JsonSchema = {
  ...parameter,
  properties: {
    ...parameterProperties,
    env: text('Environment variable it is read from.', { pattern: '^[A-Z][A-Z0-9_]*$' }),
  },
}

/** integration.yaml */
export const integrationSchema: JsonSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Integration',
  type: 'object',
  additionalProperties: false,
  required: ['id', 'name', 'version', 'runtime', 'vendor', 'description', 'client', 'locales', 'check'],
  properties: {
    id: text('Short name, used in ids.', { pattern: '^[a-z][a-z0-9-]*$' }),
    name: text('Display name.'),
    version: text('Semantic version.', { pattern: '^\\d+\\.\\d+\\.\\d+' }),
    runtime: { const: 1, description: 'Contract version of the runtime it was written for.' },
    vendor: text('Whom the actions talk to.'),
    description: text('What it is for.'),
    categories: { type: 'array', items: text('A category.') },
    documentation: text('Where the vendor documents the API.', { format: 'url' }),
    logo: text('Path of an SVG.'),
    client: text('Module, without extension, that exports createClient.'),
    locales: { type: 'array', minItems: 1, items: text('A language; the first is that of the manifests.') },
    check: text('The action that proves a configuration works.'),
    messages,
    config: map(configField, 'How the integration is configured.'),
    dialects: { type: 'object', description: 'What one platform alone needs to know.' },
    release_notes: { type: 'array', items: { type: 'object' } },
  },
}
