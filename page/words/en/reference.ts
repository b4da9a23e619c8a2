/** Phrases about the HTTP API, in English. */
import { countEn as count } from '../count.ts'

/** Phrases of the reference of the API. */
export const reference = {
  title: 'API',
  intro:
    'Every request this server answers. A status other than 2xx means that nothing was sent to the tenant.',
  find: 'Search by path, action or text',
  none: (search: string) => `No request matches "${search}".`,
  deprecated: 'deprecated',
  scope: 'Scope:',
  parameters: 'Parameters',
  places: { path: 'path', query: 'query', header: 'header' },
  body: 'Body',
  example: 'Example',
  responses: 'Responses',
  fields: (n: number) => count(n, 'field'),
}
