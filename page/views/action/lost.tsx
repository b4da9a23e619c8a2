/** Shown when an order was sent and no answer came. */
import { words } from '../../app/language.ts'
import { to } from '../../app/session.ts'
import { Note } from '../../parts/note.tsx'
import type { Pending } from './pending.ts'
import type { Sending } from './send.ts'

/** Asks for the answer with the same key, which changes nothing twice. There is no button that sends it with a new one. */
export const Lost = ({
  pending,
  isSending,
  askAgain,
  dismiss,
}: { pending: Pending } & Pick<Sending, 'isSending' | 'askAgain' | 'dismiss'>) => (
  <Note tone="odd">
    <b>{words.value.lost.title(pending.order.action, pending.order.body.connection)}</b>{' '}
    {words.value.lost.text}
    <p class="row wrap up">
      <button type="button" class="btn small" disabled={isSending} onClick={askAgain}>
        {words.value.lost.askAgain}
      </button>
      <a class="btn small" href={to('/runs')}>
        {words.value.lost.look}
      </a>
      <button type="button" class="btn quiet small" disabled={isSending} onClick={dismiss}>
        {words.value.lost.dismiss}
      </button>
    </p>
  </Note>
)
