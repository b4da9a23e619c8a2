/** Downloads of a result: CSV, JSON Lines, JSON. */
import { useState } from 'preact/hooks'
import { type ApiProblem, problemOf } from '../../api/problem.ts'
import { downloadRows, type ROW_TYPES } from '../../api/runs.ts'
import type { Run } from '../../api/types.ts'
import { words } from '../../app/language.ts'
import { jsonFile, save } from '../../app/save.ts'
import { Icon } from '../../parts/icon.tsx'
import { ProblemNote } from '../../parts/note.tsx'

const FORMATS = { csv: 'CSV', jsonl: 'JSON Lines' } as const

/** Buttons for all rows, whatever is filtered, and for the whole result. */
export function Downloads({ run, hasRows }: { run: Run; hasRows: boolean }) {
  const [problem, setProblem] = useState<ApiProblem>()
  const name = `${run.action.id}-${run.id}`
  const rows = async (format: keyof typeof ROW_TYPES) => {
    setProblem(undefined)
    try {
      save(`${name}.${format}`, await downloadRows(run.id, format))
    } catch (error) {
      setProblem(problemOf(error))
    }
  }
  return (
    <>
      {hasRows &&
        (['csv', 'jsonl'] as const).map((format) => (
          <Download key={format} format={FORMATS[format]} onClick={() => rows(format)} />
        ))}
      {!run.rows_cut && <Download format="JSON" onClick={() => save(`${name}.json`, jsonFile(run.result))} />}
      {problem && <ProblemNote problem={problem} />}
    </>
  )
}

const Download = ({ format, onClick }: { format: string; onClick: () => void }) => (
  <button type="button" class="btn small" aria-label={words.value.run.download(format)} onClick={onClick}>
    <Icon name="down" />
    {format}
  </button>
)
