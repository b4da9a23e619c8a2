/** The OpenAPI description: valid, complete, and true. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, onTestFinished, test } from 'vitest'
import { isRecord, type Json } from '../../../runtime/contract/json.ts'
import { startSimulatedServer } from '../../support/http-server.ts'

type Node = Record<string, Json>
interface Operation {
  operationId: string
  requestBody?: { content: { 'application/json': { schema: Node; example?: Json } } }
  responses: Record<string, { content?: Record<string, { schema: Node }> }>
  'x-soar-effect'?: string
}

interface Document {
  openapi: string
  paths: Record<string, Record<string, Operation>>
  components: Node
}

let loading: Promise<{ text: string; etag: string; again: number }> | undefined

/** The description of one server, read once. */
async function load() {
  loading ??= (async () => {
    const { send } = await startSimulatedServer()
    const { text, headers } = await send('/openapi.json')
    const etag = String(headers.etag)
    const { status } = await send('/openapi.json', { headers: { 'if-none-match': etag } })
    return { text, etag, again: status }
  })()
  const { text, again } = await loading
  const document = JSON.parse(text) as Document
  return { text, again, document, operations: operationsOf(document), validator: validatorOf(document) }
}

/** Makes validators of schemas in the document. */
const validatorOf = (document: Document) => (schema: Node) => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  return ajv.compile({ ...schema, components: document.components })
}

const operationsOf = (document: Document) =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )

describe('openapi.json', () => {
  test('is OpenAPI 3.1, and is not sent twice', async () => {
    const { document, again } = await load()
    expect([document.openapi, again]).toEqual(['3.1.1', 304])
  })

  test('every reference leads somewhere, and every name is used once', async () => {
    const { text, document, operations } = await load()
    const refs = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name = '']) => name)
    const schemas = document.components.schemas as Node
    expect(refs.length).toBeGreaterThan(50)
    expect(refs.filter((name) => !Object.hasOwn(schemas, name))).toEqual([])
    const names = operations.map(({ operation }) => operation.operationId)
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
  })

  test('every schema compiles', async () => {
    const { document, operations, validator } = await load()
    for (const schema of Object.values(document.components.schemas as Node)) validator(schema as Node)
    for (const { operation } of operations)
      for (const { content } of Object.values(operation.responses))
        for (const { schema } of Object.values(content ?? {})) validator(schema)
  })

  test('has a plan and a run for every action, whose example is valid', async () => {
    const { operations, validator } = await load()
    const actions = operations.filter(({ operation }) => operation['x-soar-effect'] !== undefined)
    expect(actions.length).toBeGreaterThan(40)
    for (const { operation } of actions) {
      const { schema, example } = operation.requestBody?.content['application/json'] ?? { schema: {} }
      const validate = validator(schema)
      expect([operation.operationId, validate(example), validate.errors]).toEqual([
        operation.operationId,
        true,
        null,
      ])
    }
  })

  test('every path part is declared', async () => {
    const { operations } = await load()
    for (const { path, operation } of operations) {
      const wanted = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      const parameters =
        (operation as unknown as { parameters?: { in: string; name: string }[] }).parameters ?? []
      expect(parameters.filter((one) => one.in === 'path').map(({ name }) => name)).toEqual(wanted)
    }
  })
})

test('what the server says about itself conforms to the description', async () => {
  const { document, validator } = await load()
  const tables = mkdtempSync(join(tmpdir(), 'soar-openapi-'))
  onTestFinished(() => rmSync(tables, { recursive: true }))
  const { send } = await startSimulatedServer({}, { tables })
  const upload = await send('/v1/tables', {
    body: 'sender,recipient\na@evil.example,b@corp.example\n',
    headers: { 'content-type': 'text/csv' },
  })
  const order = { action: 'block-sender', columns: { sender: 'sender', recipient: 'recipient' } }
  const templates = { good: '{{ context.a }}', bad: '{{ b' }
  const asked: [string, string, object?][] = [
    ['/v1/meta', '/v1/meta'],
    ['/v1/actions', '/v1/actions'],
    ['/v1/actions/{integration}/{action}', '/v1/actions/mimecast/block-sender'],
    ['/v1/runs', '/v1/runs'],
    ['/v1/connections', '/v1/connections'],
    ['/v1/connections/{name}', '/v1/connections/acme'],
    ['/v1/connections/{name}/check', '/v1/connections/acme/check', {}],
    ['/v1/templates/preview', '/v1/templates/preview', { templates, context: { a: 1 } }],
    ['/v1/tables/{id}', `/v1/tables/${upload.json.id}`],
    ['/v1/tables/{id}/plan', `/v1/tables/${upload.json.id}/plan`, { ...order, connection: 'acme' }],
  ]
  for (const [path, address, body] of asked) {
    const { status, json } = await send(address, body && { body })
    const operation = document.paths[path]?.[body ? 'post' : 'get']
    const schema = operation?.responses['200']?.content?.['application/json']?.schema
    const validate = validator(schema ?? { not: {} })
    expect([path, status, validate(json), validate.errors]).toEqual([path, 200, true, null])
    // A schema that accepts anything would show nothing.
    expect([path, validate({})]).toEqual([path, path === '/v1/templates/preview'])
  }
})

test('what the API answers to every example conforms to the description', async () => {
  const { operations, validator } = await load()
  const { send } = await startSimulatedServer()
  for (const { path, operation } of operations) {
    if (operation['x-soar-effect'] === undefined) continue
    const { example } = operation.requestBody?.content['application/json'] ?? {}
    const body = { ...(isRecord<Json>(example) ? example : {}), connection: 'acme' }
    const answer = await send(path, { body, headers: { 'idempotency-key': path } })
    const [type = ''] = String(answer.headers['content-type']).split(';')
    const schema = operation.responses[String(answer.status)]?.content?.[type]?.schema
    expect([path, answer.status, type, schema !== undefined]).toEqual([path, answer.status, type, true])
    const validate = validator(schema ?? {})
    expect([path, validate(answer.json), validate.errors]).toEqual([path, true, null])
    expect(answer.status).toBeLessThan(500)
  }
})
