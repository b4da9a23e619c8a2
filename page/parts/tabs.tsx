/** Tabs, as the ARIA practices describe them: arrows move, one tab stop. */
import type { ComponentChildren } from 'preact'

/** One tab. */
interface Tab<Id extends string> {
  id: Id
  label: string
}

interface Props<Id extends string> {
  tabs: readonly Tab<Id>[]
  chosen: Id
  onChoose: (id: Id) => void
  /** Prefix of the ids in the document. */
  name: string
  label: string
}

/** A row of tabs. The panel beside it is `TabPanel` with the same name. */
export function Tabs<Id extends string>({ tabs, chosen, onChoose, name, label }: Props<Id>) {
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -tabs.length, End: tabs.length }[event.key]
    if (step === undefined) return
    const at = tabs.findIndex(({ id }) => id === chosen)
    const next =
      Math.abs(step) === 1 ? (at + step + tabs.length) % tabs.length : step < 0 ? 0 : tabs.length - 1
    const tab = tabs[next]
    if (!tab) return
    event.preventDefault()
    onChoose(tab.id)
    document.getElementById(`${name}-${tab.id}`)?.focus()
  }
  return (
    <div class="tabs grow" role="tablist" aria-label={label}>
      {tabs.map(({ id, label: text }) => (
        <button
          key={id}
          type="button"
          role="tab"
          id={`${name}-${id}`}
          aria-selected={id === chosen}
          aria-controls={`${name}-panel`}
          tabIndex={id === chosen ? 0 : -1}
          onClick={() => onChoose(id)}
          onKeyDown={move}
        >
          {text}
        </button>
      ))}
    </div>
  )
}

/** What the chosen tab shows. */
export const TabPanel = ({
  name,
  chosen,
  children,
}: {
  name: string
  chosen: string
  children: ComponentChildren
}) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: the panel follows its tab with the Tab key
  <div id={`${name}-panel`} role="tabpanel" aria-labelledby={`${name}-${chosen}`} tabIndex={0}>
    {children}
  </div>
)
