/** The confirmation of a change over many rows. It is bound to the plan that it shows. */
import { useState } from 'preact/hooks'
import type { TablePlan } from '../../api/tables.ts'
import { words } from '../../app/language.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { ConnectionTag } from '../../parts/tag.tsx'
import { Fact } from './plan-part.tsx'

interface Props {
  /** Name of the action. */
  name: string
  plan: Pick<TablePlan, 'plan_id' | 'connection' | 'effect' | 'idempotent'> & Partial<TablePlan>
  isSending: boolean
  onCancel: () => void
  onConfirm: () => void
}

/** Shows how many rows are changed where. A destructive action needs the name of the connection, typed. */
export function ConfirmTable({ name, plan, isSending, onCancel, onConfirm }: Props) {
  const text = words.value.confirm
  const { connection, effect, idempotent, plan_id, sent, distinct, invalid } = plan
  const [typed, setTyped] = useState('')
  const mustType = effect === 'destructive'
  const isReady = !isSending && (!mustType || typed === connection.name)
  return (
    <Dialog
      title={text.title(name, connection.name)}
      onClose={onCancel}
      footer={
        <>
          <button type="button" class="btn" data-focus onClick={onCancel}>
            {words.value.cancel}
          </button>
          <button
            type="submit"
            form="confirm-table"
            class={`btn ${mustType ? 'danger' : 'first'}`}
            disabled={!isReady}
          >
            {isSending ? text.sending : sent === undefined ? name : words.value.tables.run(sent)}
          </button>
        </>
      }
    >
      <form
        id="confirm-table"
        onSubmit={(event) => {
          event.preventDefault()
          if (isReady) onConfirm()
        }}
      >
        <p class="muted">
          {text.changes([connection.label ?? connection.name, connection.account].filter(Boolean).join(', '))}{' '}
          <ConnectionTag connection={connection} /> {idempotent ? text.repeatable : text.notRepeatable}
        </p>
        <div class="blast">
          <dl class="pad facts">
            {sent !== undefined && <Fact value={sent} name={words.value.tables.toSend} />}
            {distinct !== undefined && <Fact value={distinct} name={words.value.tables.distinct} />}
            {invalid !== undefined && <Fact value={invalid} name={words.value.tables.invalid} />}
          </dl>
          <p class="statusline mono">{text.plan(plan_id.slice(0, 12))}</p>
        </div>
        {mustType && (
          <div class="f">
            <label for="typed">{text.type(connection.name)}</label>
            <input
              id="typed"
              class="field-in"
              autocomplete="off"
              spellcheck={false}
              value={typed}
              onInput={({ currentTarget }) => setTyped(currentTarget.value)}
            />
          </div>
        )}
      </form>
    </Dialog>
  )
}
