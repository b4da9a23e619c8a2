/** The OpenAPI description of the server, as far as the page shows it. */
import { call } from './client.ts'
import type { Json } from './types.ts'

/** A JSON Schema, or a reference to one in `components`. */
export interface ApiSchema {
  $ref?: string
  type?: string | string[]
  title?: string
  description?: string
  format?: string
  enum?: Json[]
  const?: Json
  properties?: Record<string, ApiSchema>
  required?: string[]
  items?: ApiSchema
  anyOf?: ApiSchema[]
  oneOf?: ApiSchema[]
  allOf?: ApiSchema[]
  'x-soar-required'?: boolean
}

/** A parameter in the path, the query or a header. */
interface ApiParameter {
  name: string
  in: string
  required?: boolean
  description?: string
  schema?: ApiSchema
}

type Content = Record<string, { schema?: ApiSchema; example?: Json }>

/** One operation. */
export interface Operation {
  operationId?: string
  summary?: string
  description?: string
  tags?: string[]
  deprecated?: boolean
  parameters?: ApiParameter[]
  requestBody?: { required?: boolean; content?: Content }
  responses?: Record<string, { description?: string; content?: Content }>
  'x-soar-effect'?: 'read' | 'write' | 'destructive'
  'x-soar-permissions'?: string[]
  'x-soar-scope'?: string
}

/** The whole description. */
export interface OpenApi {
  paths: Record<string, Record<string, Operation>>
  components?: { schemas?: Record<string, ApiSchema> }
}

/** Where the description is. */
export const OPENAPI = '/openapi.json'

/** Reads the description. */
export const getOpenApi = async (signal: AbortSignal): Promise<OpenApi> =>
  (await call<OpenApi>('GET', OPENAPI, { signal })).body
