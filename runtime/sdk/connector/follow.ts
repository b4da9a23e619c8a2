/** Reads rows again that may still change after no window has them any more. */
import type { FreshRows } from './fresh.ts'
import type { Position } from './position.ts'

/** How rows that may still change are followed. The stream needs `groupOf`, and an `idOf` that contains what changes. */
export interface Follow<R extends object> {
  /** True for a row that may still change. */
  isOpen(row: R): boolean
  /** The rows of these groups as they are now; a group without a row is no longer followed. */
  read(groups: string[]): AsyncIterable<R>
  /** How long after its time a row is followed, ms. */
  age: number
  /** Maximum number of groups that one run reads; the others have their turn in later runs. */
  most: number
}

/** What following needs of a stream. */
export interface Followed<R extends object> {
  follow: Follow<R>
  groupOf(row: R): string | undefined
  idOf(row: R): string
}

/** Adds the followed rows that changed to the fresh ones, as if they had happened at the start of the window. */
export async function readFollowed<R extends object>(
  { follow, groupOf, idOf }: Followed<R>,
  position: Position,
  fresh: FreshRows<R>,
  { from, to, late }: { from: number; to: number; late: () => boolean },
): Promise<void> {
  position.forgetFollowed(to - follow.age)
  const groups = position.followed().slice(0, follow.most)
  if (groups.length === 0) return
  const missing = new Set(groups)
  for await (const row of follow.read(groups)) {
    const group = groupOf(row)
    if (group === undefined || !missing.delete(group)) continue
    const id = idOf(row)
    if (position.isFollowedAs(group, id)) position.keepFollowing(group)
    else if (!fresh.has(id)) fresh.add({ row, id, time: from, group })
    if (late()) return
  }
  for (const group of missing) position.unfollow(group)
}
