/** Reads the body of a plan or a run. */
import type { FastifyRequest } from 'fastify'
import { ActionError } from '../../contract/errors.ts'
import { phrase } from '../../contract/phrases.ts'
import { refuse } from '../../contract/refuse.ts'
import type { Bag } from '../../schema/parameters.ts'
import { show } from '../../schema/validate.ts'
import type { Order } from '../../service/runs/order.ts'
import { kind, readBody } from './body.ts'
import type { Entry } from './catalogue.ts'
import { signedIn } from './door/door.ts'
import { requireAction, requireConnection } from './door/grant.ts'
import { requestedLocale } from './locale.ts'
import { notFound } from './problem/refuse.ts'
import type { Setup } from './setup.ts'
import { traceOf } from './trace.ts'

/** The fields of the body. */
export const ORDER_FIELDS = {
  connection: kind.text,
  parameters: kind.object,
  templates: kind.object,
  context: kind.object,
  state: kind.any,
  locale: kind.text,
  timeout_ms: kind.integer,
  case_id: kind.text,
  note: kind.text,
  undoes: kind.text,
  config: kind.object,
}

/** A body whose fields have been checked. */
export interface OrderBody
  extends Partial<Omit<Order, 'integration' | 'action' | 'templates' | 'trace_id' | 'found'>> {
  templates?: Bag
}

/** Longest note and case id in characters. */
const LONGEST_NOTE = 2_000

/**
 * Reads the order for an action. Without a connection, it is the only one of the integration.
 *
 * @throws ActionError REQUEST_INVALID, CONFIG_NOT_ALLOWED, FORBIDDEN, NOT_FOUND
 */
export const readOrder = (request: FastifyRequest, entry: Entry, setup: Setup): Order =>
  orderOf(request, readBody(request.body, ORDER_FIELDS), entry, setup)

/** Makes an order of a body whose fields have been checked. Throws as `readOrder`. */
export function orderOf(
  request: FastifyRequest,
  body: OrderBody,
  { integration, action }: Entry,
  setup: Setup,
): Order {
  requireAction(signedIn(request).grant, integration.spec.id, action.id)
  const { connection, templates = {}, locale, config, ...rest } = body
  if (config !== undefined && !setup.allowConfig)
    throw new ActionError('CONFIG_NOT_ALLOWED', {}, { unsent: true })
  for (const [name, text] of Object.entries({ case_id: body.case_id, note: body.note })) {
    if (text !== undefined && text.length > LONGEST_NOTE)
      throw refuse(phrase('"{name}" is longer than {limit} characters.', { name, limit: LONGEST_NOTE }))
  }
  const trace_id = traceOf(request)
  return {
    ...rest,
    integration: integration.spec.id,
    action: action.id,
    connection: connectionOf(request, integration.spec.id, connection, setup),
    templates: textsOf(templates),
    locale: locale ?? requestedLocale(request) ?? setup.locale,
    ...(config && { config }),
    ...(trace_id !== undefined && { trace_id }),
  }
}

/** Returns the name of the connection to use. Throws REQUEST_INVALID, FORBIDDEN. */
export function connectionOf(
  request: FastifyRequest,
  integration: string,
  named: string | undefined,
  { tenants }: Setup,
): string {
  const { grant } = signedIn(request)
  const own = tenants.filter((tenant) => tenant.integration.spec.id === integration)
  const usable = own.filter(({ name }) => grant.connections?.has(name) ?? true)
  if (named === undefined) {
    const [only] = usable
    if (only && usable.length === 1) return only.name
    throw refuse(
      phrase('"connection" is required. Connections of {integration}: {names}.', {
        integration,
        names: usable.map(({ name }) => name).join(', '),
      }),
    )
  }
  requireConnection(grant, named)
  if (usable.some(({ name }) => name === named)) return named
  throw notFound(
    phrase('There is no connection "{connection}" of {integration}.', {
      connection: named.slice(0, 80),
      integration,
    }),
  )
}

/** Values that must be texts, such as templates. Throws REQUEST_INVALID. */
export function textsOf(templates: Bag): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const [name, template] of Object.entries(templates)) {
    if (typeof template !== 'string') {
      const words = { name: name.slice(0, 80), received: show(template) }
      throw refuse(phrase('The template of "{name}" must be text; got {received}.', words))
    }
    Object.defineProperty(texts, name, {
      value: template,
      enumerable: true,
      writable: true,
      configurable: true,
    })
  }
  return texts
}
