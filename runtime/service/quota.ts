/** Limits the number of requests and of open questions, for each caller and in all. */

/** Counts what is in progress. */
export interface Quota {
  /**
   * Counts one more until the returned function is called; undefined if there is no room for this caller. The caller without
   * a name is the only one of its server.
   */
  enter(caller: string): (() => void) | undefined
  readonly size: number
}

/** The limits of a quota. */
export interface Limits {
  /** Maximum for one caller. */
  own: number
  /** Number from which only a caller without anything in progress is let in; at twice this number nothing is. */
  all: number
}

/** Creates a quota. One caller cannot lock out the others: a caller that has nothing in progress is let in when others are not. */
export function createQuota({ own, all }: Limits): Quota {
  const counts = new Map<string, number>()
  let size = 0
  return {
    enter: (caller) => {
      const before = counts.get(caller) ?? 0
      const most = size < all ? (caller === '' ? all : own) : size < 2 * all ? 1 : 0
      if (before >= most) return undefined
      counts.set(caller, before + 1)
      size++
      let isIn = true
      return () => {
        if (!isIn) return
        isIn = false
        size--
        const left = (counts.get(caller) ?? 1) - 1
        if (left > 0) counts.set(caller, left)
        else counts.delete(caller)
      }
    },
    get size() {
      return size
    },
  }
}
