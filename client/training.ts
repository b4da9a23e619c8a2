/** Endpoints of awareness training (docs/vendor/mimecast-operations.md#awareness-training). */
import type {
  GetSafeScores,
  GetTrainingPerformance,
  GetTrainingWatchlist,
  GetUserTraining,
  ListPhishingCampaigns,
  ListPhishingCampaignUsers,
} from '../actions/training/types.gen.ts'
import { holds } from '../runtime/sdk/index.ts'
import type { Client } from './index.ts'

/** Which users are asked for. */
export interface UserFilter {
  email_address?: string | undefined
  department?: string | undefined
}

/** One filter of Mimecast. */
interface Filter {
  fieldName: string
  value: string
}

/** The item of a request: Mimecast is asked for the user, or else for the department. */
function itemOf({ email_address, department }: UserFilter, filter: Filter | undefined): object {
  const search: Filter | undefined =
    email_address !== undefined
      ? { fieldName: 'email', value: email_address }
      : department !== undefined
        ? { fieldName: 'department', value: department }
        : undefined
  return { ...(search && { searchBy: [search] }), ...(filter && { filterBy: [filter] }) }
}

/** Whether a row is about the users that are asked for; what Mimecast makes of the search is not documented. */
export const isAsked = (
  { email, department }: { email: unknown; department?: unknown },
  wanted: UserFilter,
): boolean =>
  (wanted.email_address === undefined ||
    (typeof email === 'string' && email.toLowerCase() === wanted.email_address.toLowerCase())) &&
  (wanted.department === undefined || holds(department, wanted.department))

const ofType = (value: string): Filter => ({ fieldName: 'type', value })

/** Risk scores, all or those with a grade. */
export const safeScores = (client: Client, users: UserFilter, risk: string | undefined) =>
  client.list<GetSafeScores['wire']>(
    '/api/awareness-training/company/get-safe-score-details',
    itemOf(users, risk === undefined ? undefined : ofType(risk)),
  )

/** Answers of users. */
export const performance = (
  client: Client,
  users: UserFilter,
  { videoCount, includeUserDetails }: { videoCount: string; includeUserDetails: boolean },
) =>
  client.list<GetTrainingPerformance['wire']>('/api/awareness-training/company/get-performance-details', {
    ...itemOf(users, ofType(`video_count_${videoCount}`)),
    includeUserDetails,
  })

/** Users on the watchlist. */
export const watchlist = (client: Client, users: UserFilter, videoCount: string) =>
  client.list<GetTrainingWatchlist['wire']>(
    '/api/awareness-training/company/get-watchlist-details',
    itemOf(users, ofType(`video_count_${videoCount}`)),
  )

/** Simulated phishing campaigns, all or one. */
export const campaigns = (client: Client, id: string | undefined, limit?: number) =>
  client.list<ListPhishingCampaigns['wire']>(
    '/api/awareness-training/phishing/campaign/get-campaign',
    id === undefined ? null : { id },
    { limit },
  )

/** What users did in a campaign. */
export const campaignUsers = (client: Client, id: string, users: UserFilter, status: string | undefined) =>
  client.list<ListPhishingCampaignUsers['wire']>(
    '/api/awareness-training/phishing/campaign/get-user-data',
    { id, ...itemOf(users, status === undefined ? undefined : { fieldName: 'status', value: status }) },
    { rows: 'items' },
  )

/** Training of a user. No documentation describes the request. */
export const userTraining = (client: Client) =>
  client.call<GetUserTraining['wire'] | null>('/api/awareness-training/user/get-training-details', {
    data: [],
  })
