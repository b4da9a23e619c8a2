/** The rows of a result as a table: sorted, filtered, chosen, 200 at once. */
import { useSignal } from '@preact/signals'
import { useMemo, useRef, useState } from 'preact/hooks'
import type { Row, Run } from '../../api/types.ts'
import { useKeys } from '../../app/keys.ts'
import { words } from '../../app/language.ts'
import { copy } from '../../app/say.ts'
import { Find } from '../../parts/find.tsx'
import { ProblemNote } from '../../parts/note.tsx'
import { textOf } from './cell.tsx'
import { columnsOf } from './columns.ts'
import { Grid } from './grid.tsx'
import { RowPane } from './row-pane.tsx'
import { PAGE, type Sort, useRows } from './rows.ts'
import { UseRows } from './use-rows.tsx'

interface Props {
  run: Run
  /** The rows that came with the run. */
  first: Row[]
  /** The manifest's columns. */
  listed: readonly string[] | undefined
}

/** The table of a result. */
export function RowTable({ run, first, listed }: Props) {
  const text = words.value.run
  const [search, setSearch] = useState('')
  const [sort, setSort] = useState<Sort>()
  const [offset, setOffset] = useState(0)
  const [areAllShown, showAll] = useState(false)
  // A signal, so that keys pressed before the next drawing act on the row that the last key has reached.
  const [chosen, setChosen] = useState<ReadonlyMap<string, Row>>(new Map())
  const picked = useSignal<number | undefined>(undefined)
  const grid = useRef<HTMLDivElement>(null)
  const columns = useMemo(() => columnsOf(first, listed), [first, listed])
  const page = useRows(run, first, offset, sort, search)
  const { rows, total } = page
  const all = run.rows ?? first.length
  const shown = areAllShown ? columns.all : columns.shown
  const row = picked.value === undefined ? undefined : rows[picked.value]
  const pick = (at: number | undefined) => {
    picked.value = at
    if (at !== undefined) grid.current?.querySelectorAll('tbody tr')[at]?.scrollIntoView({ block: 'nearest' })
  }
  const step = (by: number) => {
    if (rows.length === 0) return
    const from = picked.value ?? (by > 0 ? -1 : rows.length)
    pick(Math.min(rows.length - 1, Math.max(0, from + by)))
  }
  const restart = () => {
    setOffset(0)
    picked.value = undefined
  }
  const turn = (to: number) => {
    setOffset(to)
    picked.value = undefined
    grid.current?.scrollTo(0, 0)
  }
  const copyRow = () => {
    const current = picked.value === undefined ? undefined : rows[picked.value]
    if (current)
      copy(JSON.stringify(current, null, 2), words.value.copied(text.theRow), words.value.notCopied)
  }
  const choose = (one: Row) =>
    setChosen((last) => {
      const next = new Map(last)
      const key = JSON.stringify(one)
      if (!next.delete(key)) next.set(key, one)
      return next
    })
  const chooseRow = () => {
    const current = picked.value === undefined ? undefined : rows[picked.value]
    if (current) choose(current)
  }
  useKeys({ x: chooseRow, j: () => step(1), k: () => step(-1), c: () => copyRow() })
  return (
    <>
      <div class="tools">
        <Find
          class="narrow"
          value={search}
          label={text.filter}
          onInput={(value) => {
            setSearch(value)
            restart()
          }}
        />
        <button
          type="button"
          class="chip"
          aria-pressed={areAllShown}
          disabled={columns.all.length === columns.shown.length}
          onClick={() => showAll(!areAllShown)}
        >
          {text.hidden(columns.all.length - shown.length)}
        </button>
        <span class="grow" />
        {total > PAGE && <Pager offset={offset} total={total} onTurn={turn} />}
      </div>
      {page.problem && <ProblemNote problem={page.problem} onRetry={page.reload} />}
      <div class={`split ${row ? 'open' : ''}`}>
        <Grid
          box={grid}
          rows={rows}
          offset={offset}
          columns={shown}
          chosen={chosen}
          onChoose={choose}
          sort={sort}
          onSort={(next) => {
            setSort(next)
            restart()
          }}
          picked={picked.value}
          onPick={pick}
          onStep={step}
        />
        {row && (
          <RowPane
            row={row}
            number={offset + (picked.value ?? 0) + 1}
            onCopy={copyRow}
            onClose={() => pick(undefined)}
          />
        )}
      </div>
      <div class="statusline wrap">
        <span class="num" role="status">
          {total === 0 && search !== '' ? text.noneMatches(search) : text.found(total, all)}
        </span>
        {columns.same.length > 0 && (
          <span class="cut">
            {text.same(
              columns.same
                .slice(0, 3)
                .map(({ name, value }) => `${name} ${textOf(value).slice(0, 60)}`)
                .join(', '),
            )}
          </span>
        )}
        <UseRows run={run} rows={[...chosen.values()]} />
        <span class="grow" />
        <span class="hide-s">{text.hint}</span>
      </div>
    </>
  )
}

const Pager = ({
  offset,
  total,
  onTurn,
}: {
  offset: number
  total: number
  onTurn: (to: number) => void
}) => (
  <div class="row">
    <span class="s muted num">{words.value.run.pages(offset + 1, Math.min(total, offset + PAGE))}</span>
    <button type="button" class="btn small" disabled={offset === 0} onClick={() => onTurn(offset - PAGE)}>
      {words.value.run.previous}
    </button>
    <button
      type="button"
      class="btn small"
      disabled={offset + PAGE >= total}
      onClick={() => onTurn(offset + PAGE)}
    >
      {words.value.run.next}
    </button>
  </div>
)
