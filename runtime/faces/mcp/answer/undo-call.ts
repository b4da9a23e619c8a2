/** The call of a tool that takes back what another call changed. */
import type { Result } from '../../../contract/result.ts'
import { modelData } from '../../../safety/model-text.ts'
import type { Offer } from '../../../service/offers.ts'
import type { Core, Served } from '../../../service/service.ts'
import { connectionArgument } from '../call/connection.ts'
import { sizeOf } from './fit.ts'
import type { UndoCall } from './more.ts'

/** Maximum size of the arguments in characters: a model has to repeat them exactly. */
const MOST = 4_000

/**
 * Returns the call; undefined if there is nothing to undo, the tool is not offered, or a model could not repeat the arguments
 * exactly, because they are long or have characters that are not shown to it.
 */
export function undoCallOf({ undo }: Result, { served }: Offer<Served>, core: Core): UndoCall | undefined {
  if (undo === undefined) return undefined
  const offers = [...core.offers.tools.values()]
  const offer = offers.find(
    (one) => one.served.integration === served.integration && one.action.id === undo.action,
  )
  if (offer === undefined || sizeOf(undo.parameters) > MOST) return undefined
  const isExact = JSON.stringify(modelData(undo.parameters)) === JSON.stringify(undo.parameters)
  // The tenant is the one of the call, and of several connections each call names one.
  const chosen =
    offer.served.connections === undefined
      ? {}
      : { [connectionArgument(offer.action.manifest.parameters)]: served.connection ?? '' }
  return isExact ? { tool: offer.name, arguments: { ...chosen, ...undo.parameters } } : undefined
}
