/** Asks for the confirmation of a change, and shows where the change is made. */
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { Plan } from '../api/types.ts'
import { words } from '../app/language.ts'
import { Dialog } from './dialog.tsx'
import { Note } from './note.tsx'
import { ConnectionTag } from './tag.tsx'
import { Text } from './text.tsx'

interface Props {
  /** Name of the action. */
  name: string
  plan: Pick<Plan, 'connection' | 'effect' | 'idempotent' | 'undo'>
  /** Text of the button that sends the change. */
  submit: string
  /** False as long as something in `children` is missing. */
  isComplete?: boolean
  isSending: boolean
  onCancel: () => void
  onConfirm: () => void
  /** What exactly is sent. */
  children: ComponentChildren
}

/** A dialog with the connection and Cancel in focus. A destructive change needs the name of the connection, typed. */
export function ConfirmDialog(props: Props) {
  const { name, plan, submit, isComplete = true, isSending, onCancel, onConfirm, children } = props
  const text = words.value.confirm
  const { connection, effect, idempotent, undo } = plan
  const [typed, setTyped] = useState('')
  const mustType = effect === 'destructive'
  const isReady = !isSending && isComplete && (!mustType || typed === connection.name)
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
            form="confirm"
            class={`btn ${mustType ? 'danger' : 'first'}`}
            disabled={!isReady}
          >
            {isSending ? text.sending : submit}
          </button>
        </>
      }
    >
      <form
        id="confirm"
        onSubmit={(event) => {
          event.preventDefault()
          if (isReady) onConfirm()
        }}
      >
        <p class="muted">
          {text.changes([connection.label ?? connection.name, connection.account].filter(Boolean).join(', '))}{' '}
          <ConnectionTag connection={connection} /> {idempotent ? text.repeatable : text.notRepeatable}
        </p>
        {children}
        {undo?.none !== undefined && (
          <div class="up">
            <Note tone="warn">
              {words.value.undo.never} <Text value={undo.none} />
            </Note>
          </div>
        )}
        {mustType && (
          <div class="f">
            <label for="confirm-name">{text.type(connection.name)}</label>
            <input
              id="confirm-name"
              class="field-in"
              autocomplete="off"
              autocapitalize="off"
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
