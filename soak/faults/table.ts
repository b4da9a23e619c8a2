/** The matrix as the table of docs/reliability.md. */
import type { Cell } from './matrix.ts'

/** Actions that come to the same, because nothing else about them counts. */
interface Column {
  title: string
  belongs(cell: Cell): boolean
}

const natureOf = ({ subject }: Cell) => ({ ...subject.action.manifest, api: subject.api })

const KINDS: readonly Column[] = [
  { title: 'reads', belongs: (cell) => natureOf(cell).effect === 'read' },
  {
    title: 'writes that are safe to retry',
    belongs: (cell) => natureOf(cell).effect !== 'read' && natureOf(cell).idempotent,
  },
  {
    title: 'other writes',
    belongs: (cell) => natureOf(cell).effect !== 'read' && !natureOf(cell).idempotent,
  },
]

const COLUMNS: readonly Column[] = KINDS.flatMap(({ title, belongs }) => [
  { title, belongs: (cell: Cell) => belongs(cell) && cell.subject.api === '2.0' },
  { title: `${title}, API 1.0`, belongs: (cell: Cell) => belongs(cell) && cell.subject.api === '1.0' },
])

/** Markdown: one row per fault, one column per kind of action; below, which actions are of which kind. */
export function toTable(cells: readonly Cell[], locales: readonly string[]): string {
  const columns = COLUMNS.filter(({ belongs }) => cells.some(belongs))
  const faults = [...new Set(cells.map(({ fault }) => fault))]
  const rows = faults.map((fault) => {
    const met = cells.filter((cell) => cell.fault === fault)
    return [fault.title, ...columns.map(({ belongs }) => entry(met.filter(belongs)))]
  })
  const head = ['fault', ...columns.map(({ title }) => title)]
  const kinds = columns.map(({ title, belongs }) => {
    const ids = new Set(cells.filter(belongs).map(({ subject }) => `\`${subject.action.id}\``))
    return `- ${title}: ${[...ids].join(', ')}`
  })
  const wrong = cells.filter(({ complaints }) => complaints.length > 0).length
  const bad = wrong === 0 ? 'all as expected' : `${wrong} of them NOT as expected`
  return [
    line(head),
    line(head.map(() => '---')),
    ...rows.map(line),
    '',
    ...kinds,
    '',
    `${cells.length} cells, each run in ${locales.join(', ')}: ${bad}.`,
  ].join('\n')
}

const line = (parts: readonly string[]): string => `| ${parts.join(' | ')} |`

/** What these cells came to: code, whether it may be repeated, how many requests reached the tenant's API. */
function entry(cells: readonly Cell[]): string {
  const said = new Set(
    cells.map(({ verdict, complaints }) => {
      const codes = [verdict, ...(verdict.or ? [verdict.or] : [])].map(({ code, retryable }) =>
        code === 'success' ? 'success' : `\`${code}\`${retryable ? ' ↻' : ''}`,
      )
      return complaints.length > 0 ? `WRONG: ${complaints[0]}` : codes.join(' or ')
    }),
  )
  const counts = cells.map(({ requests }) => requests)
  const least = Math.min(...counts)
  const most = Math.max(...counts)
  return `${[...said].join('; ')} · ${least === most ? most : `${least}–${most}`}`
}
