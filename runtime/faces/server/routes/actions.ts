/** `/v1/actions`: the catalogue. */
import type { FastifyInstance } from 'fastify'
import { actionData } from '../../../integration/shown.ts'
import { sendCached } from '../cached.ts'
import { type Catalogue, fieldsOf, type WrittenEntry } from '../catalogue.ts'
import { requestedLocale } from '../locale.ts'
import { choice, readQuery } from '../query.ts'

const EFFECTS = ['read', 'write', 'destructive'] as const

/** Adds the routes. `build` identifies the product and its integrations, for validators of caches. */
export function addActions(app: FastifyInstance, catalogue: Catalogue, build: string): void {
  const config = { access: 'signed in' } as const

  app.get('/v1/actions', { config }, async (request, reply) => {
    const {
      q,
      effect: wanted,
      integration,
    } = readQuery(request.query, ['q', 'effect', 'integration', 'locale'])
    const effect = wanted === undefined ? undefined : choice('effect', wanted, EFFECTS)
    const all = await catalogue.written(requestedLocale(request))
    const items = all
      .filter((entry) => effect === undefined || entry.action.manifest.effect === effect)
      .filter((entry) => integration === undefined || entry.integration.spec.id === integration)
      .map(listed)
    const words = (q ?? '').toLowerCase().split(/\s+/).filter(Boolean)
    const matching = items.filter((item) => {
      const text = JSON.stringify(item).toLowerCase()
      return words.every((word) => text.includes(word))
    })
    return sendCached(request, reply, { items: matching }, build)
  })

  app.get<{ Params: { integration: string; action: string } }>(
    '/v1/actions/:integration/:action',
    { config },
    async (request, reply) => {
      const { integration, action } = request.params
      readQuery(request.query, ['locale'])
      const entry = await catalogue.write(catalogue.find(integration, action), requestedLocale(request))
      return sendCached(request, reply, shownEntry(entry), build)
    },
  )
}

/** One entry of the list. */
function listed({ integration, action, text }: WrittenEntry): object {
  const { kind, effect, idempotent, permissions, parameters, output } = action.manifest
  return {
    integration: integration.spec.id,
    id: action.id,
    name: text.name,
    ...(action.area === undefined ? {} : { area: action.area }),
    ...(text.category === undefined ? {} : { category: text.category }),
    kind,
    effect,
    idempotent,
    description: text.description,
    ...(text.deprecated === undefined ? {} : { deprecated: text.deprecated }),
    ...(text.experimental === undefined ? {} : { experimental: text.experimental }),
    permissions,
    parameters: Object.entries(parameters).map(([name, { aliases }]) => ({
      name,
      label: text.parameters[name]?.label ?? name,
      ...(aliases && { aliases }),
    })),
    fields: fieldsOf(output),
  }
}

const shownEntry = ({ integration, action, text }: WrittenEntry): object => ({
  integration: integration.spec.id,
  ...actionData(action, text),
})
