/** Part 1 of a table run: the file. */
import type { Table } from '../../api/tables.ts'
import { words } from '../../app/language.ts'
import { to } from '../../app/session.ts'
import { ProblemNote } from '../../parts/note.tsx'
import { Text } from '../../parts/text.tsx'
import { utc } from '../../parts/when.ts'
import { Part } from './part.tsx'
import { useUpload } from './upload.ts'

/** Chooses a file, by button or by dropping it; the server keeps it for some days. */
export function FilePart({ table }: { table: Table | undefined }) {
  const text = words.value.tables
  const { problem, isSending, upload } = useUpload()
  const choose = (file: File | undefined) => file && upload(file)
  return (
    <Part
      no={1}
      title={text.file}
      isDone={table !== undefined}
      extra={
        table && (
          <a class="btn small" href={to('/tables')}>
            {text.another}
          </a>
        )
      }
    >
      {problem && (
        <div class="pad">
          <ProblemNote problem={problem} />
        </div>
      )}
      {table ? (
        <div class="statusline wrap">
          <b>
            <Text value={table.name ?? table.id} />
          </b>
          <span class="num">{text.rows(table.rows)}</span>
          <span class="cut">
            <Text value={text.columns(table.columns.join(', '))} limit={500} />
          </span>
          <span>{table.format === 'csv' ? 'CSV' : 'JSON Lines'}</span>
          <span class="num">{text.until(utc(table.expires_at))}</span>
        </div>
      ) : (
        // biome-ignore lint/a11y/noStaticElementInteractions: the field inside does the same with the keyboard
        <div
          class="pad drop"
          onDragOver={(event) => event.preventDefault()}
          onDrop={(event) => {
            event.preventDefault()
            choose(event.dataTransfer?.files[0])
          }}
        >
          <label for="file">{text.choose}</label>
          <input
            id="file"
            type="file"
            accept=".csv,.tsv,.jsonl,.ndjson,text/csv,application/jsonl"
            disabled={isSending}
            onChange={({ currentTarget }) => choose(currentTarget.files?.[0])}
          />
          <p class="s muted" role="status">
            {isSending ? text.sending : text.formats}
          </p>
        </div>
      )}
    </Part>
  )
}
