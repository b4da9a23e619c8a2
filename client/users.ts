/** Endpoints of internal users (docs/vendor/mimecast-operations.md#users). */
import type { Client } from './index.ts'

/** What changes about a user; what is absent stays as it is. */
export interface UserChange {
  emailAddress: string
  accountLocked?: boolean
  allowPop?: boolean
  allowSmtp?: boolean
  forcePasswordChange?: true
}

/** Changes a user. No documentation describes the response: without a refusal the change counts as made. */
export async function updateUser(client: Client, change: UserChange): Promise<void> {
  await client.call('/api/user/update-user', { data: [change] })
}
