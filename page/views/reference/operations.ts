/** The operations of a description, in groups. */
import type { OpenApi, Operation } from '../../api/openapi.ts'

/** One operation with its address. */
export interface Endpoint {
  method: string
  path: string
  operation: Operation
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete']

/** The operations that contain every word of a search, by their first tag. */
export function groupsOf({ paths }: OpenApi, search: string): Map<string, Endpoint[]> {
  const words = search.toLowerCase().split(/\s+/)
  const all = Object.entries(paths).flatMap(([path, operations]) =>
    METHODS.flatMap((method) => {
      const operation = operations[method]
      return operation ? [{ method: method.toUpperCase(), path, operation }] : []
    }),
  )
  const found = all.filter(({ method, path, operation: { summary, description, operationId } }) => {
    const text = [method, path, summary, description, operationId].join(' ').toLowerCase()
    return words.every((word) => text.includes(word))
  })
  return Map.groupBy(found, ({ operation }) => operation.tags?.[0] ?? '')
}

/** A command that calls the operation. */
export function curlOf({ method, path, operation }: Endpoint, origin: string): string {
  const example = operation.requestBody?.content?.['application/json']?.example
  const headers = (operation.parameters ?? []).filter(
    ({ in: where, required }) => where === 'header' && required,
  )
  const lines = [
    `curl -sS${method === 'GET' ? '' : ` -X ${method}`} '${origin}${path}'`,
    `-H "Authorization: Bearer $SOAR_TOKEN"`,
    ...headers.map(({ name }) => `-H "${name}: $(uuidgen)"`),
    ...(example === undefined
      ? []
      : [`-H 'Content-Type: application/json'`, `-d '${JSON.stringify(example).replaceAll("'", `'\\''`)}'`]),
  ]
  return lines.join(' \\\n  ')
}
