import performance from '../answers/awareness_performance.json' with { type: 'json' }
import scores from '../answers/awareness_safe_scores.json' with { type: 'json' }
import training from '../answers/awareness_user_training.json' with { type: 'json' }
import watchlist from '../answers/awareness_watchlist.json' with { type: 'json' }
import users from '../answers/phishing_campaign_users.json' with { type: 'json' }
import campaigns from '../answers/phishing_campaigns.json' with { type: 'json' }
import { placed, type Routes, reading, route } from '../area.ts'
import type { Route } from '../call.ts'
import type { Fields } from '../fields.ts'
import { isObject, type JsonObject } from '../types.ts'
import { contains } from './shared.ts'

const SEARCH: Fields = { searchBy: { type: 'any' }, filterBy: { type: 'any' } }

const entries = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : [])

/** Whether a row fits every search, and every filter on a field that it has. */
function fits(row: JsonObject, item: JsonObject): boolean {
  const fields: JsonObject = { ...row, email: row.email ?? row.emailAddress, type: row.risk }
  return (
    entries(item.searchBy).every(({ fieldName, value }) =>
      contains(String(fields[String(fieldName)] ?? ''), String(value)),
    ) &&
    entries(item.filterBy).every(({ fieldName, value }) => {
      const own = fields[String(fieldName)]
      return own === undefined || String(own).toLowerCase() === String(value).toLowerCase()
    })
  )
}

/** A read of recorded rows. */
const recorded = (data: readonly JsonObject[], wrap?: string): Route['run'] =>
  reading({
    rows: ({ tenant }) => placed(data, tenant),
    fits: (row, item) =>
      fits(row, item) && (item.id === undefined || row.id === undefined || row.id === item.id),
    ...(wrap !== undefined && { wrap }),
  })

const of = (most: Fields, run: Route['run'], fewest = 0) =>
  route('Awareness Training', [fewest, 1], most, run)

const ROOT = '/api/awareness-training'

/** Calls of awareness training, from recorded answers. */
export const routes: Routes = {
  [`${ROOT}/company/get-safe-score-details`]: of(SEARCH, recorded(scores.data)),
  [`${ROOT}/company/get-performance-details`]: of(SEARCH, recorded(performance.data)),
  [`${ROOT}/company/get-watchlist-details`]: of(SEARCH, recorded(watchlist.data)),
  [`${ROOT}/phishing/campaign/get-campaign`]: of({ id: { type: 'text' } }, recorded(campaigns.data)),
  [`${ROOT}/phishing/campaign/get-user-data`]: of(
    { ...SEARCH, id: { type: 'text', required: true } },
    recorded(users.data[0]?.items ?? [], 'items'),
    1,
  ),
  [`${ROOT}/user/get-training-details`]: of({}, (_item, { tenant }) => placed(training.data, tenant)),
}
