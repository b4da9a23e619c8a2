/** Parts of operations. */
import type { Json } from '../../../contract/json.ts'
import type { JsonSchema } from '../../../schema/validate.ts'
import { ref } from './build.ts'

/** The name of each status that is a problem. */
const PROBLEMS: Readonly<Record<number, string>> = {
  400: 'The request is invalid.',
  401: 'Not signed in.',
  403: 'Not allowed.',
  404: 'There is no such thing, or the caller may not see it.',
  409: 'The state of the server does not allow it.',
  413: 'The body is too large.',
  415: 'The content type is not supported.',
  422: 'The inputs are invalid.',
  428: 'A plan is required.',
  429: 'Too many requests.',
  500: 'Internal error.',
  503: 'The server is stopping, or it cannot record the run.',
}

/** Responses that are problems. */
export const problems = (...statuses: number[]): JsonSchema =>
  Object.fromEntries(
    [401, 403, 429, 500, 503, ...statuses].sort().map((status) => [
      String(status),
      {
        description: PROBLEMS[status] ?? 'Refused.',
        content: { 'application/problem+json': { schema: ref('Problem') } },
      },
    ]),
  )

/** A response with JSON. */
export const json = (description: string, schema: Json, more: JsonSchema = {}): JsonSchema => ({
  description,
  ...more,
  content: { 'application/json': { schema } },
})

/** A parameter of the query. */
export const query = (
  name: string,
  description: string,
  schema: JsonSchema = { type: 'string' },
): JsonSchema => ({
  name,
  in: 'query',
  description,
  schema,
})

/** A parameter of the query that is one of several values. An empty one counts as absent. */
export const choiceQuery = (
  name: string,
  description: string,
  values: readonly string[],
  more: JsonSchema = {},
) => query(name, description, { type: 'string', enum: [...values, ''], ...more })

/** The schema of a time in the query. An empty one counts as absent. */
export const dateTime: JsonSchema = { type: 'string', anyOf: [{ format: 'date-time' }, { maxLength: 0 }] }

/** A header of the request. */
export const header = (name: string, description: string, more: JsonSchema = {}): JsonSchema => ({
  name,
  in: 'header',
  description,
  schema: { type: 'string' },
  ...more,
})

/** A part of the path. */
export const part = (name: string, description: string): JsonSchema => ({
  name,
  in: 'path',
  required: true,
  description,
  schema: { type: 'string', minLength: 1, maxLength: 100 },
})

/** A body of JSON. */
export const body = (schema: Json, more: JsonSchema = {}): JsonSchema => ({
  required: true,
  content: { 'application/json': { schema, ...more } },
})

/** A body that may be left out, or is an empty object. */
export const empty: JsonSchema = {
  required: false,
  content: { 'application/json': { schema: { type: 'object', additionalProperties: false } } },
}

/** One operation. */
export const operation = (
  operationId: string,
  summary: string,
  responses: JsonSchema,
  more: JsonSchema = {},
): JsonSchema => ({ operationId, summary, tags: ['Server'], ...more, responses })
