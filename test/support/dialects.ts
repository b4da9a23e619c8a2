/** What vendors of models refuse in the description of a tool. Each rule returns the faults it finds. */

interface Described {
  name: string
  description?: string | undefined
  inputSchema: object
}

type Schema = Record<string, unknown>

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Calls a visitor with every schema inside a schema, booleans included, and the place of each. */
function walk(schema: unknown, at: string, visit: (schema: unknown, at: string) => void): void {
  visit(schema, at)
  if (!isSchema(schema)) return
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'properties' && isSchema(value))
      for (const [name, inner] of Object.entries(value)) walk(inner, `${at}.${name}`, visit)
    else if (['items', 'not', 'if', 'then', 'else'].includes(key)) walk(value, `${at}.${key}`, visit)
    else if (key === 'additionalProperties' && isSchema(value)) walk(value, `${at}.${key}`, visit)
    else if (['anyOf', 'allOf', 'oneOf'].includes(key) && Array.isArray(value))
      value.forEach((inner, index) => {
        walk(inner, `${at}.${key}[${index}]`, visit)
      })
  }
}

function each(schema: unknown, faultsOf: (schema: Schema, at: string) => (string | false)[]): string[] {
  const found: string[] = []
  walk(schema, '', (one, at) => {
    const faults = isSchema(one) ? faultsOf(one, at) : ['is true or false']
    for (const fault of faults) if (fault !== false) found.push(`${at}: ${fault}`)
  })
  return found
}

const only = (schema: Schema, keys: readonly string[]): string[] =>
  Object.keys(schema)
    .filter((key) => !keys.includes(key))
    .map((key) => `has ${key}`)

const isTyped = (schema: Schema): boolean => typeof schema.type === 'string' || Array.isArray(schema.anyOf)

/** OpenAI, function calling that is not strict. */
export const openai = ({ name, description = '', inputSchema }: Described): string[] => [
  ...(/^[\w-]{1,64}$/.test(name) ? [] : [`name ${name}`]),
  ...(description.length > 1024 ? ['description of more than 1024 characters'] : []),
  ...only(inputSchema as Schema, ['type', 'properties', 'required', 'additionalProperties', 'description']),
  ...each(inputSchema, (schema) => [
    schema.type === 'array' && !isSchema(schema.items) && 'array without items',
    schema.enum !== undefined && !isTyped(schema) && 'enum without type',
  ]),
]

/** The schema as clients convert it for strict function calling: everything required, omitted values null. */
function strictly(schema: unknown): unknown {
  if (!isSchema(schema)) return schema
  const { properties, items, anyOf, default: _, required = [], ...rest } = schema
  const inner = isSchema(properties) ? Object.entries(properties) : []
  const own = inner.map(([name, one]) => {
    const strict = strictly(one)
    const isNeeded = Array.isArray(required) && required.includes(name)
    return [name, isNeeded ? strict : { anyOf: [strict, { type: 'null' }] }]
  })
  return {
    ...rest,
    ...(schema.type === 'object'
      ? {
          properties: Object.fromEntries(own),
          required: inner.map(([name]) => name),
          additionalProperties: false,
        }
      : {}),
    ...(items === undefined ? {} : { items: strictly(items) }),
    ...(Array.isArray(anyOf) ? { anyOf: anyOf.map(strictly) } : {}),
  }
}

const STRICT = [
  'type properties required additionalProperties items enum anyOf title description pattern format',
  'minimum maximum minItems maxItems minLength maxLength',
].flatMap((line) => line.split(' '))

/** OpenAI, strict function calling, after the conversion that clients do. */
export const openaiStrict = ({ inputSchema }: Described): string[] =>
  each(strictly(inputSchema), (schema) => [
    ...only(schema, STRICT),
    schema.type === 'object' && schema.additionalProperties !== false && 'object is open',
    !isTyped(schema) && 'no type',
  ])

/** Anthropic. The longest key of a server that has to fit is that of a customer's second tenant. */
export const anthropic = ({ name, inputSchema }: Described): string[] => [
  ...(/^[a-zA-Z0-9_-]{1,64}$/.test(`mcp__mimecast-production__${name}`) ? [] : [`name ${name}`]),
  ...['oneOf', 'anyOf', 'allOf'].filter((key) => Object.hasOwn(inputSchema, key)),
  ...each(inputSchema, (schema) => [
    schema.$ref !== undefined && '$ref',
    isSchema(schema.properties) &&
      !Object.keys(schema.properties).every((key) => /^[a-zA-Z0-9_.-]{1,64}$/.test(key)) &&
      'name of a property',
  ]),
]

const OPENAPI = [
  'type format title description nullable enum items properties required minimum maximum',
  'minItems maxItems minLength maxLength minProperties maxProperties pattern default anyOf',
].flatMap((line) => line.split(' '))

/** Gemini's `parameters`: a subset of OpenAPI. */
export const gemini = ({ inputSchema }: Described): string[] =>
  each(inputSchema, (schema) => [
    ...only(schema, OPENAPI),
    !isTyped(schema) && 'no type',
    schema.type === 'array' && !isSchema(schema.items) && 'array without items',
    Array.isArray(schema.enum) && schema.type !== 'string' && 'enum of something else than text',
    schema.type === 'string' &&
      schema.format !== undefined &&
      schema.format !== 'date-time' &&
      `format ${schema.format}`,
  ])

/** Gemini's `parametersJsonSchema`, and Google's SDK for Python, which walks the schema and fails at a boolean. */
export const geminiJsonSchema = ({ inputSchema }: Described): string[] =>
  each(inputSchema, (schema) => [
    ...['allOf', 'not', 'if', 'then', 'else', 'const', 'patternProperties'].filter((key) =>
      Object.hasOwn(schema, key),
    ),
    typeof schema.additionalProperties === 'boolean' && 'additionalProperties is true or false',
  ])

/** The Inspector's `--strict`: every property is a schema of its own. */
export const inspectorStrict = (tool: Described & { outputSchema?: object | undefined }): string[] =>
  [tool.inputSchema, tool.outputSchema].flatMap((whole) => {
    const found: string[] = []
    walk(whole ?? {}, '', (schema, at) => {
      if (!isSchema(schema) || !isSchema(schema.properties)) return
      for (const [name, one] of Object.entries(schema.properties))
        if (!isSchema(one)) found.push(`${at}.${name}`)
    })
    return found
  })
