/** Takes rows of a result as the table of another action. */
import { useState } from 'preact/hooks'
import { type ApiProblem, problemOf } from '../../api/problem.ts'
import { downloadRows } from '../../api/runs.ts'
import { uploadTable } from '../../api/tables.ts'
import type { Row, Run } from '../../api/types.ts'
import { words } from '../../app/language.ts'
import { pathOf } from '../../app/paths.ts'
import { go } from '../../app/router.ts'
import { to } from '../../app/session.ts'
import { ProblemNote } from '../../parts/note.tsx'

/** Uploads the chosen rows, or all of the result if none is chosen, and opens them as a table. */
export function UseRows({ run, rows }: { run: Run; rows: readonly Row[] }) {
  const [problem, setProblem] = useState<ApiProblem>()
  const [isSending, setSending] = useState(false)
  const use = async () => {
    setSending(true)
    setProblem(undefined)
    try {
      const data =
        rows.length > 0
          ? new Blob(rows.map((row) => `${JSON.stringify(row)}\n`))
          : await downloadRows(run.id, 'jsonl')
      const file = new File([data], `${run.action.id}-${run.id}.jsonl`)
      const { id } = await uploadTable(file, new AbortController().signal)
      go(to(pathOf('tables', id)))
    } catch (error) {
      setProblem(problemOf(error))
      setSending(false)
    }
  }
  return (
    <>
      {problem && <ProblemNote problem={problem} />}
      <button type="button" class="btn small" disabled={isSending} onClick={use}>
        {words.value.tables.use(rows.length)}
      </button>
    </>
  )
}
