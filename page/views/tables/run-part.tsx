/** Part 4 of a table run: progress, counts, downloads, resume. */
import { useEffect, useState } from 'preact/hooks'
import { getRun } from '../../api/api.ts'
import { outputPath } from '../../api/tables.ts'
import type { Run, TableFacts } from '../../api/types.ts'
import { words } from '../../app/language.ts'
import { pathOf } from '../../app/paths.ts'
import { to } from '../../app/session.ts'
import { Icon } from '../../parts/icon.tsx'
import { ProblemNote } from '../../parts/note.tsx'
import { State } from '../../parts/state.tsx'
import { Text } from '../../parts/text.tsx'
import { took } from '../../parts/when.ts'
import { type Followed, hasEnded, useRun } from '../run/follow.ts'
import { Running } from '../run/running.tsx'
import { Fact } from './plan-part.tsx'
import { Resume } from './resume.tsx'

/** A run over a table, from its start to its downloads. */
export function TableRun({ id, onResumed }: { id: string; onResumed: (run: Run) => void }) {
  const { replace: _, ...followed } = useRun(id)
  const { run, problem } = followed
  return (
    <>
      {problem && (
        <div class="pad">
          <ProblemNote problem={problem} />
        </div>
      )}
      {run?.table && (
        <>
          <p class="pad row wrap">
            <State status={run.status} />
            <span class="grow">
              <Text value={run.message ?? ''} />
            </span>
            <a href={to(pathOf('runs', run.id))}>{run.id}</a>
          </p>
          <TableProgress run={run} table={run.table} followed={followed} onResumed={onResumed} />
        </>
      )}
    </>
  )
}

interface Props {
  run: Run
  table: TableFacts
  followed: Followed
  onResumed: (run: Run) => void
}

/** Counts by outcome, the bar, and what can be done with the run. */
export function TableProgress({ run, table, followed, onResumed }: Props) {
  const text = words.value.tables
  const { counts, total, failures } = useCounts(run, table, followed.progress.rows)
  const { succeeded, failed, unknown, before } = counts
  const isOver = hasEnded(run)
  return (
    <>
      {!isOver && <Running run={run} followed={followed} />}
      <div class="pad">
        {isOver && <Outcomes counts={counts} total={total} />}
        <dl class="facts gap">
          <Fact value={succeeded} name={text.succeeded} />
          <Fact value={failed - unknown} name={text.failed} />
          <Fact value={unknown} name={text.unknown} />
          {before > 0 && <Fact value={before} name={text.before} />}
          <Fact value={Math.max(0, total - counts.rows)} name={text.left} />
          <Fact value={run.progress?.requests ?? 0} name={text.requests} />
          {run.ended_at && (
            <Fact value={took(Date.parse(run.ended_at) - Date.parse(run.started_at))} name={text.took} />
          )}
        </dl>
        {Object.keys(failures).length > 0 && (
          <ul class="s gap">
            {Object.entries(failures).map(([code, n]) => (
              <li key={code}>
                <code class="why">{code}</code> {text.rows(n)}
              </li>
            ))}
          </ul>
        )}
      </div>
      <div class="statusline wrap">
        <Output run={run.id} format="csv" label={text.asCsv} />
        <Output run={run.id} format="jsonl" label={text.asJsonl} />
        {failed > 0 && <Output run={run.id} format="csv" only="failed" label={text.failedAsCsv} />}
        {unknown > 0 && <Output run={run.id} format="csv" only="unknown" label={text.unknownAsCsv} />}
      </div>
      {isOver && !table.resumed_by && (counts.rows < total || unknown > 0) && (
        <Resume run={run} unknown={unknown} onResumed={onResumed} />
      )}
      {table.resumed_by && (
        <p class="pad">
          {text.resumedBy} <a href={to(pathOf('runs', table.resumed_by))}>{table.resumed_by}</a>
        </p>
      )}
    </>
  )
}

/** Counts as they are now: the events of a run have its rows alone, so the run is read again when they change. */
function useCounts(run: Run, table: TableFacts, rows: number | undefined): TableFacts {
  const [latest, setLatest] = useState<TableFacts>()
  const isOver = hasEnded(run)
  useEffect(() => {
    if (isOver || rows === undefined) return undefined
    const controller = new AbortController()
    getRun(run.id, { signal: controller.signal }).then(
      (now) => setLatest(now.table),
      () => undefined,
    )
    return () => controller.abort()
  }, [run.id, rows, isOver])
  return isOver ? table : (latest ?? table)
}

const Output = ({
  run,
  format,
  only,
  label,
}: {
  run: string
  format: 'csv' | 'jsonl'
  only?: 'failed' | 'unknown'
  label: string
}) => (
  <a
    class="btn small"
    href={outputPath(run, format, only)}
    download={`${[run, only].filter(Boolean).join('-')}.${format}`}
  >
    <Icon name="down" />
    {label}
  </a>
)

const Outcomes = ({ counts, total }: { counts: TableFacts['counts']; total: number }) => {
  const width = (n: number) => (total === 0 ? 0 : (n / total) * 1_000)
  const { rows, failed, unknown } = counts
  const good = rows - failed
  return (
    <div class="bigbar">
      <svg viewBox="0 0 1000 6" preserveAspectRatio="none" aria-hidden="true">
        <rect class="g" width={width(good)} height="6" />
        <rect class="b" x={width(good)} width={width(failed - unknown)} height="6" />
        <rect class="o" x={width(good + failed - unknown)} width={width(unknown)} height="6" />
      </svg>
    </div>
  )
}
