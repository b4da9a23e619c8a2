/** `/v1/templates/preview`: what templates render to. */
import type { FastifyInstance } from 'fastify'
import { isRecord, type Json } from '../../../contract/json.ts'
import { phrase } from '../../../contract/phrases.ts'
import { refuse } from '../../../contract/refuse.ts'
import { toPlain } from '../../../safety/plain-data.ts'
import type { Bag } from '../../../schema/parameters.ts'
import { endColumnOf } from '../../../template/place.ts'
import { isTemplateError, templateFromTree } from '../../../template/template.ts'
import { CONTEXT_BYTES, kind, readBody } from '../body.ts'
import type { Rates } from '../door/rates.ts'
import { localeOf } from '../locale.ts'

/** Templates of one request at most. */
const MOST = 100

/** Steps of one template: enough for a value, not for a load on the server. */
const STEPS = 100_000

/** Adds the route. */
export function addTemplates(app: FastifyInstance, rates: Rates): void {
  const options = { config: { access: 'signed in' }, bodyLimit: CONTEXT_BYTES } as const
  app.post('/v1/templates/preview', options, async (request, reply) => {
    rates.take(request, 'plan')
    const body: { templates?: Bag; context?: Bag; locale?: string } = readBody(request.body, {
      templates: kind.object,
      context: kind.object,
      locale: kind.text,
    })
    const { templates = {}, context = {}, locale = localeOf(request) } = body
    const entries = Object.entries(templates)
    if (entries.length > MOST)
      throw refuse(phrase('More than {limit} templates in one request.', { limit: MOST }))
    const shown: [string, Json][] = []
    for (const [name, source] of entries) {
      if (typeof source !== 'string')
        throw refuse(
          phrase('The template of "{name}" must be text; got {received}.', { name, received: typeof source }),
        )
      shown.push([name, await preview(source, context, locale)])
    }
    return reply.header('cache-control', 'no-store').send(Object.fromEntries(shown))
  })
}

/** The value of one template, or its fault with the place. */
async function preview(source: string, context: Bag, locale: string): Promise<Json> {
  try {
    const { parseTemplate } = await import('../../../template/parse/parse.ts')
    const template = templateFromTree(parseTemplate(source))
    const started = new Date().toISOString()
    const scope = { context, params: {}, run: { started, locale } }
    const value = toPlain(template.evaluate(scope, { locale, budget: { steps: STEPS } }), (text) => text)
    return { value, type: typeOf(value), names: [...template.names] }
  } catch (error) {
    if (!isTemplateError(error)) throw error
    const { kind: fault, message, line, column, remedy } = error
    return {
      error: {
        kind: fault,
        message,
        line,
        column,
        end_column: line > 0 ? endColumnOf(source, error) : column,
        ...(remedy === undefined ? {} : { remedy }),
      },
    }
  }
}

const typeOf = (value: Json): string =>
  value === null ? 'null' : Array.isArray(value) ? 'list' : isRecord(value) ? 'object' : typeName(value)

const typeName = (value: Json): string => (typeof value === 'string' ? 'text' : typeof value)
