import { type Routes, route, tableOf } from '../area.ts'
import type { Call, Outcome } from '../call.ts'
import { type Fields, text } from '../fields.ts'
import type { JsonObject } from '../types.ts'

const UPDATE: Fields = {
  emailAddress: { type: 'address', required: true },
  name: { type: 'text' },
  accountLocked: { type: 'flag' },
  accountDisabled: { type: 'flag' },
  allowPop: { type: 'flag' },
  allowSmtp: { type: 'flag' },
  forcePasswordChange: { type: 'flag' },
  passwordNeverExpires: { type: 'flag' },
}

/** user/update-user: keeps what was set; nothing comes back. Real answers are not documented. */
function update(item: JsonObject, { tenant }: Call): Outcome {
  const users = tableOf<JsonObject & { id: string }>(tenant, 'users')
  const id = text(item, 'emailAddress', '').toLowerCase()
  users.set(id, { ...users.get(id), ...item, id })
  return []
}

/** Calls about internal users. */
export const routes: Routes = {
  '/api/user/update-user': route('User and Group Management', [1, 5], UPDATE, update),
}
