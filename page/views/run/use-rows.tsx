/** Takes rows of a result as the table of another action. */
import { downloadRows } from '../../api/runs.ts'
import type { Row, Run } from '../../api/types.ts'
import { words } from '../../app/language.ts'
import { ProblemNote } from '../../parts/note.tsx'
import { useUpload } from '../tables/upload.ts'

/** Uploads the chosen rows, or all of the result if none is chosen, and opens them as a table. */
export function UseRows({ run, rows }: { run: Run; rows: readonly Row[] }) {
  const { problem, isSending, upload } = useUpload()
  return (
    <>
      {problem && <ProblemNote problem={problem} />}
      <button type="button" class="btn small" disabled={isSending} onClick={() => upload(fileOf(run, rows))}>
        {words.value.tables.use(rows.length)}
      </button>
    </>
  )
}

async function fileOf({ id, action }: Run, rows: readonly Row[]): Promise<File> {
  const data =
    rows.length > 0
      ? new Blob(rows.map((row) => `${JSON.stringify(row)}\n`))
      : await downloadRows(id, 'jsonl')
  return new File([data], `${action.id}-${id}.jsonl`)
}
