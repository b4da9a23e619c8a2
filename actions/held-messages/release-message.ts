import { type Decided, releaseHeld, UNEXPLAINED } from '../../client/held-messages.ts'
import type { Action, Client } from '../../client/index.ts'
import { holdIdsOf } from '../../client/tracked-mail.ts'
import { releaseToSandbox } from '../../client/tracking.ts'
import { ActionError, type Log, many, outcomeOf, type Phrase, phrase } from '../../runtime/sdk/index.ts'
import type { ReleaseMessage } from './types.gen.ts'

export const run: Action<ReleaseMessage> = async ({ inputs, client, log }) => {
  const { release_to_sandbox, id_kind } = inputs
  const ids = [...new Set(inputs.message_id)]
  const decided = release_to_sandbox
    ? await toSandbox(client, ids, id_kind, log)
    : await toRecipients(client, ids, id_kind)
  return outcomeOf(decided, { row: (id, released) => ({ id, released }), unexplained: UNEXPLAINED })
}

type Kind = ReleaseMessage['inputs']['id_kind']

async function toRecipients(client: Client, ids: string[], kind: Kind): Promise<Decided[]> {
  const holdIds = kind === 'Tracking ID' ? await holdIdsOf(client, ids) : ids
  const decided = await releaseHeld(client, holdIds)
  return decided.map((one, index) => ({ ...one, item: ids[index] ?? one.item }))
}

async function toSandbox(client: Client, ids: string[], kind: Kind, log: Log): Promise<Decided[]> {
  if (client.api === '2.0') {
    throw unable(
      phrase(
        'API 2.0 has no release to the sandbox, and a plain release would deliver the message. Nothing was released. Use credentials of API 1.0, or turn Release To Sandbox off.',
      ),
    )
  }
  if (kind === 'Hold ID')
    throw unable(phrase('The release to the sandbox takes the id of Message Tracking, not a Hold ID.'))
  return many(ids, async (id) => {
    if (!(await releaseToSandbox(client, id))) {
      log.warn(
        { id },
        phrase('Mimecast answered "release": false for {id}. Check that it is not held any more.', { id }),
      )
    }
    return true
  })
}

const unable = (reason: Phrase): ActionError => new ActionError('NOT_SUPPORTED', { reason }, { unsent: true })
