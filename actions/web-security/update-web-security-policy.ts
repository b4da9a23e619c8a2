import type { Action } from '../../client/index.ts'
import { refused } from '../../client/vendor.ts'
import {
  type Entry,
  entriesOf,
  entryOf,
  findWebPolicy,
  listsOf,
  updateWebPolicy,
} from '../../client/web-security.ts'
import { deepSnakeCase, phrase } from '../../runtime/sdk/index.ts'
import type { UpdateWebSecurityPolicy } from './types.gen.ts'

type Row = UpdateWebSecurityPolicy['result']['policy']

export const run: Action<UpdateWebSecurityPolicy> = async ({ inputs, client }) => {
  const { policy_id, block = [], allow = [], remove = [], description } = inputs
  const before = await findWebPolicy(client, policy_id)
  if (!before) throw refused(phrase('there is no policy with the id "{id}"', { id: policy_id }))
  const present = entriesOf(before)
  const wanted = [
    ...block.map((value) => entryOf('block', value)),
    ...allow.map((value) => entryOf('allow', value)),
  ]
  // An entry for a value replaces the one that is there, whatever that one does with it.
  const gone = new Set([...remove, ...wanted.map(({ value }) => value)])
  const urls = [
    ...present.filter((entry) => !gone.has(entry.value) || wanted.some((one) => isSame(one, entry))),
    ...wanted.filter((entry) => !present.some((one) => isSame(one, entry))),
  ]
  const changed = [
    ...(urls.length === present.length && urls.every((entry) => present.includes(entry)) ? [] : ['urls']),
    ...(description === undefined || description === before.description ? [] : ['description']),
  ]
  const row = deepSnakeCase(before) as Row
  if (changed.length === 0)
    return { result: { policy_id, changed, before: row, policy: row }, message: 'unchanged' }
  const after = await updateWebPolicy(client, before, { description, urls })
  const gained = urls.filter((entry) => !present.includes(entry))
  const lost = listsOf(present.filter((entry) => !urls.includes(entry)))
  const added = gained.filter(({ value }) => !present.some((one) => one.value === value))
  return {
    result: { policy_id, changed, before: row, policy: deepSnakeCase(after) as Row },
    ...(lost && {
      before: {
        ...lost,
        remove: added.map(({ value }) => value),
        ...(changed.includes('description') && { description: before.description }),
      },
    }),
  }
}

const isSame = (one: Entry, other: Entry): boolean => one.value === other.value && one.action === other.action
