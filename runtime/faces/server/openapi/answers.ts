/** The shapes of what the server says about itself: its catalogue, and previews of templates. */
import { count, flag, list, map, anyText as text } from '../../../schema/published/build.ts'
import type { JsonSchema } from '../../../schema/validate.ts'
import { anyObject, object } from './build.ts'
import { connections, kind, label } from './connections.ts'

const any = (description: string): JsonSchema => ({ description })

/** The fields that the list and the description of an action share. */
const actionFacts: JsonSchema = {
  integration: text('Id of the integration.'),
  id: text('Id of the action.'),
  name: text('Its name.'),
  category: text('The name of its area.'),
  description: text('What it does.'),
  deprecated: text('What to use instead.'),
  experimental: text('Why it is experimental.'),
  kind: text('A connector fetches alerts.', { enum: ['action', 'connector'] }),
  effect: text('What the action does to the tenant.', { enum: ['read', 'write', 'destructive'] }),
  idempotent: flag('Whether running it twice does no harm.'),
  permissions: list({ type: 'string' }, "The vendor's permissions that it needs."),
}

const always = ['integration', 'id', 'name', 'description', 'kind', 'effect', 'idempotent', 'permissions']

const parameter = (more: JsonSchema): JsonSchema =>
  object(
    {
      name: text('Its name.'),
      label: text('Its name on forms.'),
      aliases: list({ type: 'string' }, 'Other names that are accepted.'),
      ...more,
    },
    ['name', 'label'],
    'A parameter.',
  )

const actions = {
  ActionList: object(
    {
      items: list(
        object(
          {
            ...actionFacts,
            area: text('Id of its area.'),
            parameters: list(parameter({}), 'Its parameters.'),
            fields: list({ type: 'string' }, 'Fields of its result.'),
          },
          [...always, 'parameters', 'fields'],
          'An action or a connector.',
        ),
        'Actions before connectors, by area.',
      ),
    },
    ['items'],
    'The catalogue.',
  ),
  Action: object(
    {
      ...actionFacts,
      notes: list({ type: 'string' }, 'What to know.'),
      messages: map({ type: 'string' }, 'Templates of its messages.'),
      parameters: list(
        parameter({ type: text('Its type.'), description: text('What it is for.') }),
        'Its parameters, as in the manifest.',
      ),
      output: anyObject('JSON Schema of its result.'),
      columns: list({ type: 'string' }, 'Columns of its result, the most telling first.'),
      objects: list({ type: 'string' }, 'Parameters that name the objects that it changes.'),
      check_with: anyObject('The action that shows whether the change was made.'),
      request: anyObject('A request to start from.'),
    },
    [...always, 'notes', 'messages', 'parameters', 'output', 'request'],
    'One action.',
  ),
}

const meta = object(
  {
    version: text('Version of the product.'),
    actor: object(
      { subject: text('Name of the caller.'), person: flag('Whether it is a person.') },
      ['subject', 'person'],
      'Who asks.',
    ),
    scopes: list({ type: 'string' }, 'What the caller may do.'),
    locales: list({ type: 'string' }, 'Languages of messages.'),
    integrations: list(
      object(
        { id: text('Id.'), name: text('Name.'), version: text('Version.') },
        ['id', 'name', 'version'],
        'An integration.',
      ),
      'The integrations.',
    ),
    connections: list(
      object(
        {
          name: text('Name.'),
          kind,
          label,
          integrations: list({ type: 'string' }, 'Ids of its integrations.'),
        },
        ['name', 'integrations'],
        'A connection.',
      ),
      'The connections that the caller may use.',
    ),
    limits: object(
      { body_bytes: count('Largest body.'), context_bytes: count('Largest body with a context.') },
      ['body_bytes', 'context_bytes'],
      'Limits in bytes.',
    ),
  },
  ['version', 'actor', 'scopes', 'locales', 'integrations', 'connections', 'limits'],
  'What the server has, and what the caller may do.',
)

const place = { type: 'integer', minimum: 0 }
const preview: JsonSchema = {
  anyOf: [
    object(
      {
        value: any('What the template renders to.'),
        type: text('The type of the value.'),
        names: list({ type: 'string' }, 'The names that the template reads.'),
      },
      ['value', 'type', 'names'],
      'The value.',
    ),
    object(
      {
        error: object(
          {
            kind: text('The kind of fault.'),
            message: text('The sentence.'),
            line: { ...place, description: 'Line, from 1; 0 if the fault has no place.' },
            column: { ...place, description: 'Column, from 1.' },
            end_column: { ...place, description: 'The column after its end.' },
            remedy: text('What to do.'),
          },
          ['kind', 'message', 'line', 'column', 'end_column'],
          'The fault.',
        ),
      },
      ['error'],
      'What is wrong with the template.',
    ),
  ],
}

/** The schemas by name. */
export const answers: JsonSchema = {
  Meta: meta,
  ...actions,
  ...connections,
  TemplatePreviews: {
    type: 'object',
    description: 'By name of the template.',
    additionalProperties: preview,
  },
}
