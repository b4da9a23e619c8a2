/** `/v1/connections`: the tenants, without secrets, and their checks. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { phrase } from '../../../contract/phrases.ts'
import { environmentSource } from '../../../integration/config/config.ts'
import { decide } from '../../../integration/config/sources.ts'
import { dataText } from '../../../safety/plain-data.ts'
import { examine } from '../../../service/doctor/examine.ts'
import { neededPermissions } from '../../../service/doctor/permissions.ts'
import type { NamedTenant } from '../../../service/tenants.ts'
import { readBody } from '../body.ts'
import { requireScope, signedIn } from '../door/door.ts'
import { mayUse, requireConnection } from '../door/grant.ts'
import type { Rates } from '../door/rates.ts'
import { notFound } from '../problem/refuse.ts'
import { readQuery } from '../query.ts'
import type { Setup } from '../setup.ts'

type Path = { Params: { name: string } }

/** Adds the routes. */
export function addConnections(app: FastifyInstance, { tenants }: Setup, rates: Rates): void {
  const config = { access: 'signed in' } as const

  /** The tenants of a connection. Throws FORBIDDEN, NOT_FOUND. */
  const find = (request: FastifyRequest, name: string): [NamedTenant, ...NamedTenant[]] => {
    requireConnection(signedIn(request).grant, name)
    const [first, ...rest] = tenants.filter((tenant) => tenant.name === name)
    if (first) return [first, ...rest]
    throw notFound(phrase('There is no connection "{connection}".', { connection: name.slice(0, 80) }))
  }

  app.get('/v1/connections', { config }, async (request, reply) => {
    readQuery(request.query, ['locale'])
    const { grant } = signedIn(request)
    const names = [...new Set(tenants.map(({ name }) => name))].filter((name) => mayUse(grant, name))
    const items = names.map((name) => shown(tenants.filter((tenant) => tenant.name === name)))
    return reply.header('cache-control', 'no-store').send({ items })
  })

  app.get<Path>('/v1/connections/:name', { config }, async (request, reply) => {
    readQuery(request.query, ['locale'])
    return reply.header('cache-control', 'no-store').send(shown(find(request, request.params.name)))
  })

  app.post<Path>('/v1/connections/:name/check', { config }, async (request, reply) => {
    requireScope(request, 'read')
    readBody(request.body, {})
    const [{ integration, config: sources, env, names, name, kind, label }] = find(
      request,
      request.params.name,
    )
    rates.take(request, 'run')
    const ambient = environmentSource(integration.spec.config, env, integration.among?.variables)
    const subject = {
      sources: [
        ...sources.map((source) => ({ source, nameOf: () => `connection ${name}` })),
        { source: ambient, nameOf: (spec?: { env?: string }) => `$${spec?.env}` },
      ],
      request: {},
      config: sources,
      env,
      names,
      connection: { name, ...(kind && { kind }), ...(label !== undefined && { label }) },
    }
    const permissions = await neededPermissions(integration, [])
    const report = await examine(integration, async () => subject, permissions)
    return reply.header('cache-control', 'no-store').send(report)
  })
}

/** What may be seen of a connection: which fields are set, and the values that are not secret. */
function shown(all: readonly NamedTenant[]): object {
  const [first] = all
  return {
    name: first?.name,
    integrations: all.map(({ integration }) => integration.spec.id),
    ...(first?.kind && { kind: first.kind }),
    ...(first?.label !== undefined && { label: first.label }),
    fields: all.flatMap(fieldsOf),
  }
}

function fieldsOf({ integration, config, env }: NamedTenant): object[] {
  const { spec } = integration
  const ambient = environmentSource(spec.config, env, integration.among?.variables)
  const decided = decide(spec.config, [...config, ambient], [])
  return Object.entries(spec.config).map(([name, field]) => {
    const one = decided.get(name)
    const secret = field.secret === true
    const value = one?.value ?? field.default
    const variable = one?.source === ambient ? field.env : one?.source.variables?.[name]
    const from = one === undefined ? 'default' : one.source === ambient ? 'environment' : 'connection'
    return {
      name,
      label: field.label,
      secret,
      set: value !== undefined,
      ...(value === undefined ? {} : { from }),
      ...(variable === undefined ? {} : { variable }),
      ...(secret || value === undefined ? {} : { value: dataText(value as never).slice(0, 2_000) }),
    }
  })
}
