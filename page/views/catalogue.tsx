/** `/actions`: everything that can be run, with search and filters. */
import { getActions, getRuns } from '../api/api.ts'
import type { ActionLine, Run } from '../api/types.ts'
import { words } from '../app/language.ts'
import { useLoad } from '../app/load.ts'
import { pathOf } from '../app/paths.ts'
import { address, setQuery } from '../app/router.ts'
import { connection, to } from '../app/session.ts'
import { useTitle } from '../app/title.ts'
import { Chips } from '../parts/chips.tsx'
import { Find } from '../parts/find.tsx'
import { Icon } from '../parts/icon.tsx'
import { ProblemNote } from '../parts/note.tsx'
import { STATES } from '../parts/state.tsx'
import { EffectTag, type Kind, kindOf, Tag } from '../parts/tag.tsx'
import { ago } from '../parts/when.ts'
import { matches, shortPermission, stableByName } from './catalogue/find.ts'

const FILTERS = ['all', 'read', 'write', 'destructive', 'connector'] as const

/** The catalogue. */
export default function Catalogue() {
  const text = words.value.catalogue
  useTitle(words.value.nav.actions)
  const find = address.value.query.get('q') ?? ''
  const filter = FILTERS.find((one) => one === address.value.query.get('effect')) ?? 'all'
  const actions = useLoad(getActions, [words.value])
  const on = connection.value?.name
  const runs = useLoad((signal) => getRuns({ connection: on, limit: '200' }, signal), [on])
  const all = (actions.value ?? []).filter((action) => matches(action, find)).sort(stableByName)
  const isIn = (kind: Kind) => (one: ActionLine) => kindOf(one) === kind
  const found = filter === 'all' ? all : all.filter(isIn(filter))
  const sections = Map.groupBy(found, ({ integration }) => integration)
  return (
    <>
      <div class="head">
        <div class="grow">
          <h1>{words.value.nav.actions}</h1>
          <p class="muted">{text.intro}</p>
        </div>
      </div>
      {actions.problem && <ProblemNote problem={actions.problem} onRetry={actions.reload} />}
      <div class="row wrap">
        <Find value={find} label={text.find} onInput={(value) => setQuery({ q: value })} />
        <Chips
          label={words.value.effect.label}
          chosen={filter}
          onChoose={(id) => setQuery({ effect: id === 'all' ? undefined : id })}
          chips={FILTERS.map((id) => ({
            id,
            label: id === 'all' ? words.value.all : words.value.effect[id],
            count: id === 'all' ? all.length : all.filter(isIn(id)).length,
          }))}
        />
      </div>
      <p class="sr" role="status">
        {actions.value && text.found(found.length)}
      </p>
      {actions.value && found.length === 0 && <p class="panel pad gap muted">{text.none(find)}</p>}
      {[...sections].map(([integration, items]) => (
        <Section
          key={integration}
          title={sections.size > 1 ? integration : undefined}
          items={items}
          runs={runs.value?.items ?? []}
        />
      ))}
    </>
  )
}

const Section = ({ title, items, runs }: { title: string | undefined; items: ActionLine[]; runs: Run[] }) => (
  <section class="gap" aria-label={title ?? words.value.nav.actions}>
    {title && <h2 class="below">{title}</h2>}
    <div class="panel tbl catalog">
      <table>
        <thead>
          <tr>
            <th scope="col">{words.value.catalogue.action}</th>
            <th scope="col">{words.value.effect.label}</th>
            <th scope="col" class="hide-s">
              {words.value.permission}
            </th>
            <th scope="col" class="r hide-s">
              {words.value.catalogue.last}
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((action) => (
            <Line key={action.id} action={action} last={runs.find((run) => isOf(run, action))} />
          ))}
        </tbody>
      </table>
    </div>
  </section>
)

const isOf = ({ action }: Run, { integration, id }: ActionLine): boolean =>
  action.integration === integration && action.id === id

const Line = ({ action, last }: { action: ActionLine; last: Run | undefined }) => (
  <tr>
    <td>
      <div>
        <a
          class="name"
          href={to(
            pathOf(action.kind === 'connector' ? 'connectors' : 'actions', action.integration, action.id),
          )}
        >
          {action.name}
        </a>
        {action.experimental && (
          <span class="sp">
            <Tag tone="odd">{words.value.experimental}</Tag>
          </span>
        )}
        <span class="desc">{action.description}</span>
      </div>
    </td>
    <td>
      <EffectTag kind={kindOf(action)} />
    </td>
    <td class="hide-s muted" title={action.permissions.join(', ')}>
      {shortPermission(action.permissions[0] ?? '')}
    </td>
    <td class="r hide-s">
      {last ? (
        <a href={to(pathOf('runs', last.id))} class={`state ${STATES[last.status].tone}`}>
          <Icon name={STATES[last.status].icon} label={words.value.status[last.status]} />
          {ago(last.started_at)}
        </a>
      ) : (
        <span class="sr">{words.value.catalogue.never}</span>
      )}
    </td>
  </tr>
)
