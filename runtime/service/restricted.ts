/** What a server offers to the callers of one grant. */
import { coversAction, type Grant } from './grants.ts'
import type { Offer } from './offers.ts'
import { servedWith } from './served.ts'
import type { Core, Served } from './service.ts'

/** Returns the same server with the tools and connections that a grant covers. */
export function restricted(core: Core, grant: Grant): Core {
  const { scopes, connections } = grant
  const tools = new Map<string, Offer<Served>>()
  const withheld = new Map(core.offers.withheld)
  const own = new Map(
    core.served.map((one) => [one.integration, connections ? granted(one, connections) : one]),
  )
  for (const [name, offer] of core.offers.tools) {
    const served = own.get(offer.served.integration)
    const { integration } = offer.served
    if (!coversAction(grant, integration.spec.id, offer.action.id))
      withheld.set(name, 'your token is for other actions')
    else if (!scopes.has(offer.action.manifest.effect))
      withheld.set(name, 'your token lacks the scope for it')
    else if (served === undefined) withheld.set(name, 'your token is for other connections')
    else tools.set(name, served === offer.served ? offer : { ...offer, served })
  }
  const served = [...own.values()].filter((one) => one !== undefined)
  return { ...core, served, offers: { ...core.offers, tools, withheld } }
}

/** An integration with the connections that are granted; undefined if none is. */
function granted(served: Served, names: ReadonlySet<string>): Served | undefined {
  if (served.connections === undefined) return names.has(served.connection ?? '') ? served : undefined
  const left = served.connections.filter(({ connection }) => names.has(connection))
  return left.length > 0 ? servedWith(served, left) : undefined
}
