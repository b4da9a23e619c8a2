/** The shapes of connections and of their checks. */
import { flag, list, anyText as text } from '../../../schema/published/build.ts'
import type { JsonSchema } from '../../../schema/validate.ts'
import { anyObject, object, ref } from './build.ts'

/** What the tenant of a connection is for. */
export const kind: JsonSchema = text('What the tenant is for.', { enum: ['production', 'test'] })

/** The name of a connection for people. */
export const label: JsonSchema = text('Display name.')

/** The schemas by name. */
export const connections: JsonSchema = {
  Connection: object(
    {
      name: text('Name.'),
      integrations: list({ type: 'string' }, 'Ids of its integrations.'),
      kind,
      label,
      fields: list(
        object(
          {
            name: text('Name of the field.'),
            label: text('Its name on forms.'),
            secret: flag('Whether it is secret.'),
            set: flag('Whether it has a value.'),
            from: text('Where the value comes from.', { enum: ['default', 'environment', 'connection'] }),
            variable: text('The environment variable that it comes from.'),
            value: text('The value; absent if it is secret.'),
          },
          ['name', 'label', 'secret', 'set'],
          'A field of the configuration.',
        ),
        'The configuration, without secrets.',
      ),
    },
    ['name', 'integrations', 'fields'],
    'A connection.',
  ),
  ConnectionList: object(
    { items: list(ref('Connection'), 'The connections.') },
    ['items'],
    'The connections.',
  ),
  ConnectionCheck: object(
    {
      ok: flag('False if a step failed; warnings do not count.'),
      connections: list(anyObject('A connection.'), 'The connections that were checked.'),
      steps: list(
        object(
          {
            integration: text('Id of the integration, if there are several.'),
            step: text('What was checked.'),
            level: text('How it ended.', { enum: ['ok', 'warn', 'failed', 'skipped'] }),
            ok: { type: ['boolean', 'null'], description: 'Null if it neither passed nor failed.' },
            detail: text('The sentence.'),
            remedy: text('What to do.'),
            data: anyObject('The same as data.'),
          },
          ['step', 'level', 'ok', 'detail'],
          'One step.',
        ),
        'The steps, in order.',
      ),
      permissions: list(
        object(
          {
            integration: text('Id of the integration, if there are several.'),
            permission: text("The vendor's name of the permission."),
            actions: list({ type: 'string' }, 'The actions that need it.'),
          },
          ['permission', 'actions'],
          'A permission.',
        ),
        'The permissions that the role of the credentials needs.',
      ),
    },
    ['ok', 'connections', 'steps', 'permissions'],
    'The result of a check.',
  ),
}
