/** Reads the parameters of requests with the schemas of the SDK. */
import {
  type JSONRPCRequest,
  ProtocolErrorCode,
  type StandardSchemaV1,
  specTypeSchemas,
} from '@modelcontextprotocol/server'
import { protocolError } from './protocol-error.ts'

const { CallToolRequest, CompleteRequest, GetPromptRequest, ReadResourceRequest, ListToolsRequest } =
  specTypeSchemas

/** The schemas of the requests with parameters of their own. */
export const requests = { CallToolRequest, CompleteRequest, GetPromptRequest, ReadResourceRequest } as const

/** Parses a request. Throws a protocol error with every problem. */
export async function read<T>(schema: StandardSchemaV1<unknown, T>, request: JSONRPCRequest): Promise<T> {
  const parsed = await schema['~standard'].validate(withoutNulls(request))
  if (parsed.issues === undefined) return parsed.value
  const faults = parsed.issues.slice(0, 5).map(({ path = [], message }) => {
    const keys = path.map((part) => String(typeof part === 'object' ? part.key : part))
    return `${keys.join('.')}: ${message}`
  })
  throw protocolError(
    ProtocolErrorCode.InvalidParams,
    `Not a ${request.method} request. ${faults.join('; ')}`,
  )
}

/** Some clients send null for what they leave out, and an empty cursor for the first page. */
function withoutNulls(request: JSONRPCRequest): JSONRPCRequest {
  const given = Object.entries(request.params ?? {})
  const params = given.filter(([name, value]) => value !== null && !(name === 'cursor' && value === ''))
  return { ...request, params: Object.fromEntries(params) }
}

/** Checks a request for a list. Lists have one page each. */
export async function wholeList(request: JSONRPCRequest): Promise<void> {
  const { params } = await read(ListToolsRequest, { ...request, method: 'tools/list' })
  if (params?.cursor === undefined) return
  throw protocolError(ProtocolErrorCode.InvalidParams, 'Unknown cursor: lists have one page.')
}
