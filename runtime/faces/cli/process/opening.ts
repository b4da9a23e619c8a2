/** How a command opens one or several integrations. */
import { refuse } from '../../../contract/refuse.ts'
import { folderOf, isSeveral } from '../line/roots.ts'
import type { Several } from '../several/members.ts'
import type { Open, Opened } from './open.ts'

/** How a command opens its integrations. */
export interface Opening {
  /** The only one. Throws REQUEST_INVALID if there are several. */
  open(): Promise<Opened>
  /** Several; undefined if there is one, or one of them was named. */
  several(): Promise<Several | undefined>
}

/**
 * Opens what the roots of a command line name.
 *
 * @param rootsOf as `rootsOf` returns them; called when a command needs an integration
 * @param named value of --integration
 */
export function opening(rootsOf: () => readonly string[], named: string | undefined, open: Open): Opening {
  let loading: Promise<Several> | undefined
  const load = async (roots: readonly string[]): Promise<Several> => {
    loading ??= import('../several/members.ts').then(({ openSeveral }) => openSeveral(roots, open))
    return loading
  }
  return {
    several: async () => {
      if (named !== undefined) return undefined
      const roots = rootsOf()
      return isSeveral(roots) ? load(roots) : undefined
    },
    open: async () => {
      const roots = rootsOf()
      if (isSeveral(roots)) return (await load(roots)).only(named)
      const opened = await open(folderOf(roots))
      const { id } = opened.integration.spec
      if (named === undefined || named === id) return opened
      throw refuse(
        `There is no integration "${named.slice(0, 80)}" here, only "${id}". Name others with --root or soar.yaml.`,
      )
    },
  }
}
