/** Continues a run over a table where it ended. */
import { useState } from 'preact/hooks'
import { resumeTable } from '../../api/tables.ts'
import type { Run } from '../../api/types.ts'
import { words } from '../../app/language.ts'
import { ProblemNote } from '../../parts/note.tsx'
import { ConfirmTable } from './confirm.tsx'
import { LostNote } from './lost-note.tsx'
import { useTableSending } from './sending.ts'

interface Props {
  run: Run
  /** Rows of unknown outcome. */
  unknown: number
  onResumed: (run: Run) => void
}

/** Sends the rows that were not answered. Rows of unknown outcome only if the user says so; secrets are asked for again. */
export function Resume({ run, unknown, onResumed }: Props) {
  const text = words.value.tables
  const [retries, setRetries] = useState(false)
  const [secrets, setSecrets] = useState<Record<string, string>>({})
  const sending = useTableSending(
    (how) => resumeTable(run.id, { ...(retries && { retry_unknown: true }), parameters: secrets }, how),
    onResumed,
  )
  const withheld = run.withheld ?? []
  return (
    <form
      class="pad"
      onSubmit={(event) => {
        event.preventDefault()
        sending.start()
      }}
    >
      {sending.problem && <ProblemNote problem={sending.problem} />}
      {sending.isLost && <LostNote sending={sending} />}
      {withheld.map((name) => (
        <p key={name} class="f">
          <label for={`secret-${name}`}>{text.secret(name)}</label>
          <input
            id={`secret-${name}`}
            class="field-in"
            type="password"
            autocomplete="off"
            value={secrets[name] ?? ''}
            onInput={({ currentTarget }) => setSecrets({ ...secrets, [name]: currentTarget.value })}
          />
        </p>
      ))}
      {unknown > 0 && (
        <label class="row below">
          <input
            type="checkbox"
            checked={retries}
            onChange={({ currentTarget }) => setRetries(currentTarget.checked)}
          />
          {text.retryUnknown(unknown)}
        </label>
      )}
      <div class="row wrap">
        <button
          type="submit"
          class="btn first"
          disabled={sending.isSending || sending.isLost || withheld.some((name) => !secrets[name])}
        >
          {text.resume}
        </button>
        <span class="s muted">{text.resumeText}</span>
      </div>
      {sending.plan && (
        <ConfirmTable
          name={run.action.id}
          plan={sending.plan}
          isSending={sending.isSending}
          onCancel={sending.cancel}
          onConfirm={sending.confirm}
        />
      )}
    </form>
  )
}
