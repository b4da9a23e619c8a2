/** What to do when the answer to an order did not arrive. */
import { words } from '../../app/language.ts'
import { to } from '../../app/session.ts'
import { Note } from '../../parts/note.tsx'
import type { TableSending } from './sending.ts'

/** Offers to ask again with the same key, which runs the order at most once. */
export const LostNote = ({ sending }: { sending: TableSending }) => (
  <Note tone="odd">
    {words.value.lost.text}
    <div class="row wrap up">
      <button type="button" class="btn small" disabled={sending.isSending} onClick={sending.askAgain}>
        {words.value.lost.askAgain}
      </button>
      <a class="btn small" href={to('/runs')}>
        {words.value.lost.look}
      </a>
    </div>
  </Note>
)
