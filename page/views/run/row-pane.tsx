/** The pane beside the table with all fields of one row. */
import type { Row } from '../../api/types.ts'
import { words } from '../../app/language.ts'
import { Icon } from '../../parts/icon.tsx'
import { Fields } from './fields.tsx'

interface Props {
  row: Row
  number: number
  onCopy: () => void
  onClose: () => void
}

/** One row in full. */
export const RowPane = ({ row, number, onCopy, onClose }: Props) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
  <section class="detail" aria-label={words.value.run.row(number)} tabIndex={0}>
    <header>
      <b class="grow" aria-live="polite">
        {words.value.run.row(number)}
      </b>
      <button type="button" class="btn quiet small" onClick={onCopy}>
        <Icon name="copy" />
        {words.value.copy}
      </button>
      <button type="button" class="btn quiet small" aria-label={words.value.close} onClick={onClose}>
        <Icon name="bad" />
      </button>
    </header>
    <Fields row={row} />
  </section>
)
