/** A row of filters, of which one is chosen. */

/** One filter, and how many entries it leaves. */
interface Chip<Id extends string> {
  id: Id
  label: string
  count?: number
}

interface Props<Id extends string> {
  chips: readonly Chip<Id>[]
  chosen: Id
  label: string
  onChoose: (id: Id) => void
}

/** Filters as buttons with counts. */
export const Chips = <Id extends string>({ chips, chosen, label, onChoose }: Props<Id>) => (
  <div class="chips" role="group" aria-label={label}>
    {chips.map(({ id, label: text, count }) => (
      <button key={id} type="button" class="chip" aria-pressed={id === chosen} onClick={() => onChoose(id)}>
        {text}
        {count !== undefined && <span class="n">{count}</span>}
      </button>
    ))}
  </div>
)
