/** The filters of the history: search, connection, way, outcome, and those that links have set. */
import { words } from '../../app/language.ts'
import { address, setQuery } from '../../app/router.ts'
import { meta } from '../../app/session.ts'
import { Chips } from '../../parts/chips.tsx'
import { Find } from '../../parts/find.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Text } from '../../parts/text.tsx'
import { CHIPS, type Chip, chipOf, TAGS } from './filter.ts'

/** The filters, all in the address. `unsettled` is the count beside "Unknown". */
export function Bar({ unsettled }: { unsettled: number }) {
  const text = words.value.runs
  const { query } = address.value
  const labelOf = (id: Chip): string =>
    id === 'all'
      ? words.value.all
      : id === 'write' || id === 'destructive'
        ? words.value.effect[id]
        : words.value.status[id]
  return (
    <>
      <div class="row wrap">
        <Find value={query.get('q') ?? ''} label={text.find} onInput={(value) => setQuery({ q: value })} />
        <Choice
          name="connection"
          label={text.connection}
          all={text.allConnections}
          choices={(meta.value?.connections ?? []).map(({ name }) => [name, name])}
        />
        <Choice name="via" label={text.via} all={text.allVias} choices={Object.entries(text.vias)} />
      </div>
      <div class="row wrap gap">
        <Chips
          label={text.outcome}
          chosen={chipOf(query)}
          onChoose={(id) => setQuery({ show: id === 'all' ? undefined : id })}
          chips={CHIPS.map((id) => ({
            id,
            label: labelOf(id),
            ...(id === 'unknown' && unsettled > 0 && { count: unsettled }),
          }))}
        />
        {TAGS.map((name) => {
          const value = query.get(name)
          const filter = value && text.only(text.filters[name], value)
          return filter ? (
            <button
              key={name}
              type="button"
              class="chip"
              aria-label={text.remove(filter)}
              onClick={() => setQuery({ [name]: undefined })}
            >
              <Text value={filter} limit={60} />
              <Icon name="bad" />
            </button>
          ) : null
        })}
      </div>
    </>
  )
}

interface ChoiceProps {
  name: 'connection' | 'via'
  label: string
  /** What is shown when nothing is chosen. */
  all: string
  choices: [string, string][]
}

const Choice = ({ name, label, all, choices }: ChoiceProps) => (
  <select
    class="field-in slim"
    aria-label={label}
    value={address.value.query.get(name) ?? ''}
    onChange={({ currentTarget }) => setQuery({ [name]: currentTarget.value })}
  >
    <option value="">{all}</option>
    {choices.map(([value, shown]) => (
      <option key={value} value={value}>
        {shown}
      </option>
    ))}
  </select>
)
