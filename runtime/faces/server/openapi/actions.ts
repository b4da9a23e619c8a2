/** The operations of one action: its own parameters, result and example. */
import { isRecord, type Json } from '../../../contract/json.ts'
import { sampleRequest } from '../../../integration/shown.ts'
import { toJsonSchema } from '../../../schema/parameters.ts'
import type { JsonSchema } from '../../../schema/validate.ts'
import type { WrittenEntry } from '../catalogue.ts'
import { scopeOf } from '../routes/orders.ts'
import { anyObject, object, optional, ref } from './build.ts'
import { body, header, json, problems } from './operation.ts'

/** The name of an operation: letters, digits and underscores. */
const nameOf = (verb: string, { integration, action }: WrittenEntry): string =>
  `${verb}_${integration.spec.id}_${action.id}`.replaceAll(/[^\w]/g, '_')

/** The paths of one action. */
export function actionPaths(entry: WrittenEntry): JsonSchema {
  const { integration, action, text } = entry
  const { manifest } = action
  const base = `/v1/actions/${integration.spec.id}/${action.id}`
  const isWrite = manifest.effect !== 'read'
  // Without a body there are no parameters.
  const requestBody = { ...body(orderSchema(entry), { example: exampleOf(entry) }), required: false }
  const common = {
    tags: [integration.spec.name],
    description: [text.description, ...(text.deprecated ? [`Deprecated. ${text.deprecated}`] : [])].join(
      '\n\n',
    ),
    ...(text.deprecated === undefined ? {} : { deprecated: true }),
    'x-soar-effect': manifest.effect,
    'x-soar-idempotent': manifest.idempotent,
    'x-soar-permissions': manifest.permissions,
    'x-soar-scope': scopeOf(entry),
    requestBody,
  }
  const preview = `/v1/connectors/${integration.spec.id}/${action.id}/preview`
  const run = ref(runName(entry))
  const ended = json('The run has ended; `status` and `result` say how.', run)
  const accepted = json('The run is in progress.', run)
  return {
    [`${base}/plan`]: {
      post: {
        operationId: nameOf('plan', entry),
        summary: `Plan: ${text.name}`,
        ...common,
        responses: {
          200: json('What would be sent.', ref('Plan')),
          ...problems(400, 404, 409, 413, 415, 422),
        },
      },
    },
    ...(manifest.kind === 'connector' && {
      [preview]: {
        post: {
          operationId: nameOf('preview', entry),
          summary: `Preview: ${text.name}`,
          ...common,
          responses: {
            200: ended,
            202: accepted,
            ...problems(400, 404, 409, 413, 415, 422),
          },
        },
      },
    }),
    [`${base}/runs`]: {
      post: {
        operationId: nameOf('run', entry),
        summary: text.name,
        ...common,
        parameters: [
          header('Idempotency-Key', 'A new random text for each new run; the same one to ask again.', {
            required: isWrite,
            schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[!-~]+$' },
          }),
          header('Prefer', '`respond-async` answers at once, `wait=10` after ten seconds.'),
          ...(isWrite
            ? [
                header('Soar-Plan', 'The plan that a person has confirmed.'),
                header('Soar-Repeat', 'The unsettled run of the same write, to send it again.'),
              ]
            : []),
        ],
        responses: {
          200: ended,
          202: accepted,
          ...problems(400, 404, 409, 413, 415, 422, 428),
        },
      },
    },
  }
}

/** The body: whatever is optional may be left out, and templates may give any parameter. */
function orderSchema({ action, text }: WrittenEntry): JsonSchema {
  const { parameters } = action.manifest
  const written = Object.fromEntries(
    Object.entries(parameters).map(([name, spec]) => [name, { ...spec, ...text.parameters[name] }]),
  )
  const { properties, ...schema } = toJsonSchema(written)
  const own = isRecord<Json>(properties) ? properties : {}
  const { required: _, ...rest } = schema
  const described = Object.entries(own).map(([name, property]): [string, Json] => [
    name,
    {
      ...(isRecord<Json>(property) ? acceptedForm(property) : {}),
      ...(parameters[name]?.secret ? { writeOnly: true } : {}),
      ...(parameters[name]?.required ? { 'x-soar-required': true } : {}),
    },
  ])
  const texts = Object.keys(parameters).map((name): [string, Json] => [name, { type: 'string' }])
  return {
    type: 'object',
    additionalProperties: false,
    properties: optional({
      connection: {
        type: 'string',
        minLength: 1,
        description: 'Name of the connection; needed if there are several.',
      },
      parameters: {
        ...rest,
        description: 'Values. They are data and never rendered.',
        properties: Object.fromEntries(described),
      },
      templates: {
        type: 'object',
        additionalProperties: false,
        description: 'Templates by parameter; they take precedence over values.',
        properties: Object.fromEntries(texts),
      },
      context: anyObject('What templates can read.'),
      state: { description: 'The state that the previous run returned.' },
      locale: { type: 'string', minLength: 1, description: 'Language of the message.' },
      timeout_ms: {
        type: 'integer',
        minimum: 1,
        maximum: 2_147_483_647,
        description: 'Deadline in milliseconds.',
      },
      case_id: {
        type: 'string',
        minLength: 1,
        maxLength: 2_000,
        description: 'The case that the run belongs to.',
      },
      note: { type: 'string', minLength: 1, maxLength: 2_000, description: 'A remark.' },
      undoes: {
        type: 'string',
        minLength: 1,
        description: 'Id of the run that this one undoes, with the action of its `result.undo`.',
      },
    }),
  }
}

/** A list may also be written as text, as in forms of platforms. */
function acceptedForm({ title, description, ...schema }: JsonSchema): JsonSchema {
  const described = {
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
  }
  if (schema.type !== 'array') return { ...described, ...schema }
  return { ...described, anyOf: [schema, { type: 'string', description: 'Entries separated by commas.' }] }
}

/** The example of the manifest. */
function exampleOf({ action }: WrittenEntry): Json {
  const { parameters = {}, templates, context, state } = sampleRequest(action)
  return {
    parameters: parameters as Json,
    ...(templates && { templates: templates as Json }),
    ...(context && { context: context as Json }),
    ...(state === undefined ? {} : { state: state as Json }),
  }
}

const runName = (entry: WrittenEntry): string => nameOf('Run', entry)

/** The schema of a run whose data is that of the action, by its name. A failed run may have no data. */
export const runSchema = (entry: WrittenEntry): JsonSchema => ({
  [runName(entry)]: {
    allOf: [
      ref('Run'),
      object(
        {
          result: object(
            { json_result: { anyOf: [entry.action.manifest.output, { type: 'null' }] } },
            [],
            'The result.',
          ),
        },
        [],
        'Its result.',
      ),
    ],
  },
})
