/** Selects the messages that become alerts (docs/vendor/mimecast-connector.md#steps-of-the-original). */
import { type Details, queueDetailOf, reasonOf, riskOf, type TrackedMail, textAt } from './mail.ts'
import { RISKS, type Settings } from './settings.ts'

/**
 * The reason why a message's queue reason excludes it; undefined when it passes. An excluded message may pass once it is
 * held.
 */
export function refusedByReason(details: Details, { reasons }: Settings): string | undefined {
  const reason = reasonOf(details)
  if (reasons.length === 0 || reasons.includes(reason.toLowerCase())) return undefined
  return reason ? `Queue reason "${reason}" is not in Queue Reason Filter.` : 'It has no queue reason.'
}

/** The reason why the allow list or the risk excludes a message; undefined when it passes. */
export function refusedByFilter(mail: TrackedMail, details: Details, settings: Settings): string | undefined {
  return refusedByList(mail, details, settings) ?? refusedByRisk(details, settings)
}

/** Compares both texts with the list, because the original's page and code differ: docs/vendor/mimecast-doubts.md#choices. */
function refusedByList(mail: TrackedMail, details: Details, { list, deny }: Settings): string | undefined {
  if (list.length === 0) return undefined
  const texts = [textAt(mail, 'info'), queueDetailOf(details)]
  const listed = texts.some((text) => list.includes(text))
  if (listed !== deny) return undefined
  return deny ? `"${texts[0]}" is on the deny list.` : `"${texts[0]}" is not on the allow list.`
}

function refusedByRisk(details: Details, { lowestRisk, withoutRisk }: Settings): string | undefined {
  if (!lowestRisk) return undefined
  const risk = riskOf(details)
  if (risk === '') return withoutRisk ? undefined : 'It has no risk.'
  return RISKS.indexOf(risk) >= RISKS.indexOf(lowestRisk)
    ? undefined
    : `Its risk, ${risk}, is lower than ${lowestRisk}.`
}
