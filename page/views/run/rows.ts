/** The rows of a result: the first page comes with the run, every other one from the server. */
import type { ApiProblem } from '../../api/problem.ts'
import { getRows } from '../../api/runs.ts'
import type { Json, Row, Run } from '../../api/types.ts'
import { useLoad } from '../../app/load.ts'
import { useSettled } from '../../app/settled.ts'

/** Rows that are rendered at once. */
export const PAGE = 200

/** The rows in a result: a list of objects, or one object. */
export function rowsOf(data: Json | undefined): Row[] {
  const all = Array.isArray(data) ? data : [data]
  return all.flatMap((row) => (typeof row === 'object' && row !== null && !Array.isArray(row) ? [row] : []))
}

/** The order of the rows: a column, up or down; none is the order of the result. */
export interface Sort {
  by: string
  isDown: boolean
}

/** What comes after a click on the title of a column: none, up, down. */
export const nextSort = (sort: Sort | undefined, by: string): Sort | undefined =>
  sort?.by !== by ? { by, isDown: false } : sort.isDown ? undefined : { by, isDown: true }

/** A page of rows. */
interface RowPage {
  rows: Row[]
  total: number
  problem?: ApiProblem | undefined
  reload: () => void
}

/** Loads a page of rows: those from `offset`, sorted, with `search` in them. */
export function useRows(
  run: Run,
  first: Row[],
  offset: number,
  sort: Sort | undefined,
  search: string,
): RowPage {
  const q = useSettled(search.trim())
  const order = sort && `${sort.isDown ? '-' : ''}${sort.by}`
  const isFirst = offset === 0 && !order && q === ''
  const loaded = useLoad(
    async (signal) =>
      isFirst ? undefined : getRows(run.id, { offset, limit: PAGE, sort: order, q }, signal),
    [run.id, isFirst, offset, order, q],
  )
  const { value, problem, reload } = loaded
  if (isFirst || value === undefined)
    return { rows: first.slice(0, PAGE), total: run.rows ?? first.length, problem, reload }
  return { ...value, problem, reload }
}
