/** A table of rows whose columns sort and whose rows can be picked, by mouse and keyboard. */
import type { RefObject } from 'preact'
import type { Row } from '../../api/types.ts'
import { words } from '../../app/language.ts'
import { Text } from '../../parts/text.tsx'
import { visibleText } from '../../parts/visible.ts'
import { Cell, textOf } from './cell.tsx'
import { isNumeric } from './columns.ts'
import { nextSort, type Sort } from './rows.ts'

interface Props {
  box: RefObject<HTMLDivElement | null>
  rows: readonly Row[]
  /** Rows before the first one. */
  offset: number
  columns: readonly string[]
  sort: Sort | undefined
  onSort: (sort: Sort | undefined) => void
  /** Chosen rows by their JSON. */
  chosen: ReadonlyMap<string, Row>
  onChoose: (row: Row) => void
  picked: number | undefined
  onPick: (at: number | undefined) => void
  onStep: (by: number) => void
}

/** Characters of the text that appears over a cell. */
const TIP = 600

/** Rows and columns. The arrow keys move between rows, Esc lets go of the row. */
export const Grid = ({
  box,
  rows,
  offset,
  chosen,
  onChoose,
  columns,
  sort,
  onSort,
  picked,
  onPick,
  onStep,
}: Props) => {
  const numeric = new Set(columns.filter((name) => isNumeric(rows, name)))
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return
    if (event.key === 'ArrowDown') onStep(1)
    else if (event.key === 'ArrowUp') onStep(-1)
    else if (event.key === 'Escape') onPick(undefined)
    else return
    event.preventDefault()
  }
  return (
    <div
      ref={box}
      class="tbl"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
      tabIndex={0}
      role="region"
      aria-label={words.value.run.rows}
      onKeyDown={onKeyDown}
    >
      <table>
        <thead>
          <tr>
            <th class="ck">
              <span class="sr">{words.value.tables.selected}</span>
            </th>
            {columns.map((name) => (
              <Title key={name} name={name} isNumeric={numeric.has(name)} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr
              key={at}
              aria-selected={at === picked}
              onClick={({ target }) => {
                const isBox = target instanceof Element && target.closest('.ck')
                if (!isBox) onPick(at === picked ? undefined : at)
              }}
            >
              <td class="ck">
                <label>
                  <span class="sr">{words.value.tables.select(offset + at + 1)}</span>
                  <input
                    type="checkbox"
                    checked={chosen.has(JSON.stringify(row))}
                    onChange={() => onChoose(row)}
                  />
                </label>
              </td>
              {columns.map((name) => (
                <td
                  key={name}
                  class={numeric.has(name) ? 'r' : ''}
                  title={visibleText(textOf(row[name]).slice(0, TIP))}
                >
                  <Cell value={row[name]} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface TitleProps {
  name: string
  isNumeric: boolean
  sort: Sort | undefined
  onSort: (sort: Sort | undefined) => void
}

const Title = ({ name, isNumeric, sort, onSort }: TitleProps) => {
  const isSorted = sort?.by === name
  return (
    <th
      scope="col"
      class={isNumeric ? 'r' : ''}
      {...(isSorted && { 'aria-sort': sort.isDown ? ('descending' as const) : ('ascending' as const) })}
    >
      <button type="button" onClick={() => onSort(nextSort(sort, name))}>
        <Text value={name} limit={80} />
        {isSorted && <span aria-hidden="true">{sort.isDown ? '↓' : '↑'}</span>}
      </button>
    </th>
  )
}
