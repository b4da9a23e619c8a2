/** Opens the integration of an action that a command names. */
import { ownId } from '../../../integration/several/ids.ts'
import type { Call } from '../line/command.ts'
import type { Opened } from '../process/open.ts'

/** The integration of an action. */
export interface OpenedFor extends Opened {
  /** The action's id in its integration. */
  id: string
  /** How an id of the integration is displayed. */
  shown(id: string): string
}

/** Opens the integration of an action, whose id is short or full. Throws ACTION_UNKNOWN or, if it is ambiguous, REQUEST_INVALID. */
export async function openFor(call: Pick<Call, 'open' | 'several'>, written: string): Promise<OpenedFor> {
  const several = await call.several()
  const opened = several ? await several.find(written) : await call.open()
  const { id: name } = opened.integration.spec
  return {
    ...opened,
    id: ownId(written, name),
    shown: (id) => several?.shown(name, id) ?? id,
  }
}
