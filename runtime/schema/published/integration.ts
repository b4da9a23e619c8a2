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
    runtime: { const: 1, description: 'Contract version of the runtime that the integration uses.' },
    vendor: text('The vendor whose API the actions call.'),
    description: text('What the integration is for.'),
    categories: { type: 'array', items: text('A category.') },
    documentation: text("URL of the vendor's API documentation.", { format: 'url' }),
    logo: text('Path of an SVG.'),
    client: text('Module, without extension, that exports createClient.'),
    locales: {
      type: 'array',
      minItems: 1,
      items: text('A language, such as en or pt-BR. The first one is the language of the manifests.', {
        pattern: '^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$',
      }),
    },
    check: text('Id of the action that checks a configuration.'),
    areas: {
      type: 'object',
      description: 'Names of the folders that group manifests, in the order in which they are shown.',
      additionalProperties: text('The name of the area.'),
    },
    messages,
    config: map(configField, 'Configuration fields by name.'),
    dialects: { type: 'object', description: 'Facts for single platforms.' },
    release_notes: { type: 'array', items: { type: 'object' } },
  },
}
