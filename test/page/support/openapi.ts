/** An OpenAPI description as the server writes it, with one action. */

const body = (schema: object, example?: object) => ({
  required: true,
  content: { 'application/json': { schema, ...(example && { example }) } },
})
const answer = (description: string, schema: object) => ({
  description,
  content: { 'application/json': { schema } },
})
const problem = {
  description: 'The inputs are invalid.',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}
const order = {
  type: 'object',
  properties: {
    connection: { type: 'string', description: 'Name of the connection.' },
    parameters: {
      type: 'object',
      properties: {
        sender: { title: 'Sender', type: 'string', 'x-soar-required': true },
        recipients: { anyOf: [{ type: 'array', items: { type: 'string' } }, { type: 'string' }] },
        action: { type: 'string', enum: ['block', 'permit'] },
      },
    },
  },
}

/** The description. */
export const OPENAPI = {
  openapi: '3.1.1',
  info: { title: 'soar', version: '1.0.0' },
  paths: {
    '/v1/actions/mimecast/block-sender/runs': {
      post: {
        operationId: 'run_mimecast_block_sender',
        summary: 'Block Sender',
        description: 'Block a sender.',
        tags: ['Mimecast'],
        'x-soar-effect': 'write',
        'x-soar-scope': 'write',
        'x-soar-permissions': ['Gateway | Managed Senders | Edit'],
        parameters: [
          {
            name: 'Idempotency-Key',
            in: 'header',
            required: true,
            description: 'A new random text.',
            schema: { type: 'string' },
          },
        ],
        requestBody: body(order, { parameters: { sender: "o'brien@example.net" } }),
        responses: {
          200: answer('The run.', { allOf: [{ $ref: '#/components/schemas/Run' }, { type: 'object' }] }),
          422: problem,
        },
      },
    },
    '/v1/runs/{id}': {
      get: {
        operationId: 'get_run',
        summary: 'Get one run',
        tags: ['Server'],
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        responses: { 200: answer('The run.', { $ref: '#/components/schemas/Run' }) },
      },
    },
  },
  components: {
    schemas: {
      Run: {
        type: 'object',
        required: ['id'],
        properties: { id: { type: 'string' }, started_at: { type: 'string', format: 'date-time' } },
      },
      Problem: { type: 'object', properties: { code: { type: 'string' } } },
    },
  },
}
