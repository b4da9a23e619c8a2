/** The OpenAPI description of a server. */
import type { JsonSchema } from '../../../schema/validate.ts'
import type { WrittenEntry } from '../catalogue.ts'
import { actionPaths, runSchema } from './actions.ts'
import { furtherPaths } from './further-routes.ts'
import { routePaths } from './routes.ts'
import { schemas } from './schemas.ts'

/** Writes the description (OpenAPI 3.1): one operation per action. */
export function openApi(version: string, entries: readonly WrittenEntry[]): JsonSchema {
  return {
    openapi: '3.1.1',
    info: {
      title: 'soar',
      version,
      description:
        'Plan and run actions. A status other than 2xx means that the request sent nothing to the tenant; what was sent ends as 200, and the run says how.',
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }],
    paths: Object.assign({}, routePaths, furtherPaths, ...entries.map(actionPaths)),
    components: {
      schemas: Object.assign({}, schemas, ...entries.map(runSchema)),
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'A token of the operator or of the identity provider.',
        },
      },
    },
  }
}
