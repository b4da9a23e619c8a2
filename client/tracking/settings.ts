/** Validates the connector's parameters. */
import type { MessageTracking } from '../../actions/tracking/types.gen.ts'
import { ActionError, type Log, phrase, type Word } from '../../runtime/sdk/index.ts'

type Inputs = MessageTracking['inputs']

/** Lists contain no blank entries and no duplicates. */
export interface Settings {
  domains: string[]
  /** Empty means every status. */
  statuses: string[]
  /** Empty means every route. */
  routes: string[]
  /** In lower case. */
  reasons: string[]
  lowestRisk: string | undefined
  withoutRisk: boolean
  list: string[]
  deny: boolean
  /** New messages per run. */
  limit: number
  /** For the first run. */
  hours: number
}

/** Risks of a message, lowest first, in lower case. */
export const RISKS = ['negligible', 'low', 'medium', 'high']

const STATUSES = ['delivery', 'held', 'accepted', 'bounced', 'deferred', 'rejected', 'archived']
const ROUTES = ['internal', 'outbound', 'inbound']
const LIMIT = 100
const HOURS = 1

/**
 * Reads the parameters. Invalid entries of a list are left out with a warning; a parameter that is invalid as a whole is
 * refused.
 *
 * @throws ActionError PARAMETER_INVALID when no entry of a filter is known, or nothing would be fetched
 */
export function readSettings(inputs: Inputs, log: Log): Settings {
  const limit = inputs.max_messages_to_return
  if (limit === 0)
    throw invalid(
      'max_messages_to_return',
      'Max Messages To Return',
      phrase('must not be 0, as nothing would be fetched'),
      '0',
    )
  const risk = inputs.lowest_risk_to_fetch
  const lowestRisk = risk === undefined ? undefined : readRisk(risk)
  if (risk !== undefined && !lowestRisk) {
    log.warn({}, phrase('Risk is not checked: "{risk}" is none of Negligible, Low, Medium, High.', { risk }))
  }
  return {
    domains: unique(inputs.domains),
    statuses: choices('Status Filter', inputs.status_filter, STATUSES, log),
    routes: choices('Route Filter', inputs.route_filter ?? [], ROUTES, log),
    reasons: unique(lower(inputs.queue_reason_filter ?? [])),
    lowestRisk,
    withoutRisk: inputs.ingest_messages_without_risk,
    list: inputs.allow_list ?? [],
    deny: inputs.use_whitelist_as_a_blacklist,
    limit: inputs.test_run ? 1 : positive('Max Messages To Return', limit, LIMIT, log),
    hours: positive('Max Hours Backwards', inputs.max_hours_backwards, HOURS, log),
  }
}

function choices(name: string, given: string[], known: string[], log: Log): string[] {
  const wanted = unique(lower(given))
  if (wanted.includes('all')) return []
  const [good, bad] = [
    wanted.filter((one) => known.includes(one)),
    wanted.filter((one) => !known.includes(one)),
  ]
  if (bad.length === 0) return good
  const allowed = `${known.join(', ')}, all`
  if (good.length === 0) {
    const where = name.toLowerCase().replaceAll(' ', '_')
    throw invalid(
      where,
      name,
      phrase('must contain at least one of {allowed}', { allowed }),
      JSON.stringify(bad.join(', ')),
    )
  }
  const words = { name, left: bad.join(', '), allowed }
  log.warn({}, phrase('Ignored in {name}: {left}. Allowed: {allowed}.', words))
  return good
}

function positive(name: string, value: number, standard: number, log: Log): number {
  if (value >= 0) return value
  log.warn({}, phrase('{name} must not be negative; {standard} is used.', { name, standard }))
  return standard
}

function invalid(where: string, name: string, detail: Word, received: string): ActionError {
  const problems = [{ where, rule: 'other', values: { name, detail, received: received.slice(0, 80) } }]
  return new ActionError('PARAMETER_INVALID', {}, { problems, unsent: true })
}

const lower = (texts: string[]): string[] => texts.map((text) => text.toLowerCase())

const unique = (texts: string[]): string[] => [...new Set(texts)]

/** The risk in lower case, if it is one. */
export const readRisk = (text: string): string | undefined =>
  RISKS.find((risk) => risk === text.trim().toLowerCase())
