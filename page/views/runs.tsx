/** `/runs`: the history, with filters in the address. */
import { useEffect, useState } from 'preact/hooks'
import { getActions, getRuns, type RunPage } from '../api/api.ts'
import { type ApiProblem, problemOf } from '../api/problem.ts'
import type { Run } from '../api/types.ts'
import { words } from '../app/language.ts'
import { useLoad } from '../app/load.ts'
import { pathOf } from '../app/paths.ts'
import { address } from '../app/router.ts'
import { to, unsettled } from '../app/session.ts'
import { useSettled } from '../app/settled.ts'
import { useTitle } from '../app/title.ts'
import { Note, ProblemNote } from '../parts/note.tsx'
import { hasEnded } from './run/follow.ts'
import { Bar } from './runs/bar.tsx'
import { Export } from './runs/export.tsx'
import { filterOf } from './runs/filter.ts'
import { Line } from './runs/line.tsx'

/** Milliseconds between two looks at a list with runs in progress. */
const AGAIN = 3_000

/** The history. */
export default function Runs() {
  const text = words.value.runs
  useTitle(words.value.nav.runs)
  const { query } = address.value
  const q = useSettled((query.get('q') ?? '').trim())
  const filter = { ...filterOf(query), q }
  const isFiltered = Object.values(filter).some(Boolean)
  const key = JSON.stringify(filter)
  const names = useLoad(getActions, [words.value]).value ?? []
  const [older, setOlder] = useState<{ key: string; pages: RunPage[] }>({ key, pages: [] })
  const first = useLoad((signal) => getRuns(filter, signal), [key])
  const pages = [...(first.value ? [first.value] : []), ...(older.key === key ? older.pages : [])]
  const items = pages.flatMap((page) => page.items)
  const next = pages.at(-1)?.next
  const count = first.value?.unsettled ?? unsettled.value
  const [problem, setProblem] = useState<ApiProblem>()
  // Older pages begin behind the first one as it was: it is not read again beside them.
  const isMoving = pages.length === 1 && items.some((run) => !hasEnded(run))
  useEffect(() => {
    if (!isMoving) return undefined
    const timer = setInterval(() => document.hidden || first.reload(), AGAIN)
    return () => clearInterval(timer)
  }, [isMoving, key])
  useEffect(() => {
    if (first.value?.unsettled !== undefined) unsettled.value = first.value.unsettled
  }, [first.value])
  const more = async () => {
    try {
      const page = await getRuns({ ...filter, cursor: next })
      setOlder((last) => ({ key, pages: [...(last.key === key ? last.pages : []), page] }))
    } catch (error) {
      setProblem(problemOf(error))
    }
  }
  const nameOf = ({ action }: Run): string =>
    names.find(({ integration, id }) => integration === action.integration && id === action.id)?.name ??
    action.id
  const shown = first.problem ?? problem
  return (
    <>
      <div class="head">
        <div class="grow">
          <h1>{words.value.nav.runs}</h1>
          <p class="muted">{text.intro}</p>
        </div>
        <Export filter={filter} />
      </div>
      {shown && <ProblemNote problem={shown} onRetry={first.reload} />}
      {first.value && count > 0 && <Banner count={count} items={items} />}
      <Bar unsettled={count} />
      {first.value && items.length === 0 && (
        <p class="panel pad gap muted">{isFiltered ? text.none : text.noneYet}</p>
      )}
      {items.length > 0 && <List items={items} nameOf={nameOf} />}
      <div class="row gap">
        <p class="s muted" role="status">
          {first.value && text.shown(items.length)}
        </p>
        {next && (
          <button type="button" class="btn small" onClick={more}>
            {text.more}
          </button>
        )}
      </div>
    </>
  )
}

const List = ({ items, nameOf }: { items: Run[]; nameOf: (run: Run) => string }) => {
  const { action } = words.value.catalogue
  const { outcome, with: inputs, who, connection, took, when } = words.value.runs
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
    <div class="panel tbl gap hist" tabIndex={0} role="region" aria-label={words.value.nav.runs}>
      <table>
        <thead>
          <tr>
            {[outcome, action, inputs, who, connection].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
            {[took, when].map((title) => (
              <th key={title} scope="col" class="r">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((run) => (
            <Line key={run.id} run={run} name={nameOf(run)} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Leads to the change of unknown outcome, or to the list of them. Which of the two, only the loaded list tells. */
const Banner = ({ count, items }: { count: number; items: Run[] }) => {
  const text = words.value.runs
  const only = items.filter(({ status, settlement }) => status === 'unknown' && !settlement)
  const [run] = only
  return (
    <Note tone="odd">
      <b>{text.unsettled(count)}</b> {text.unsettledText}{' '}
      <a href={count === 1 && run ? to(pathOf('runs', run.id)) : to('/runs', { show: 'unknown' })}>
        {text.settle}
      </a>
    </Note>
  )
}
