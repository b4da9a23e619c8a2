/** The confirmation of a change. It is bound to the plan that it shows. */
import { useState } from 'preact/hooks'
import type { ActionDetail, Plan } from '../../api/types.ts'
import { words } from '../../app/language.ts'
import { pathOf } from '../../app/paths.ts'
import { to } from '../../app/session.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Note } from '../../parts/note.tsx'
import { ConnectionTag } from '../../parts/tag.tsx'
import { Text } from '../../parts/text.tsx'

interface Props {
  action: ActionDetail
  plan: Plan
  /** True after the server refused the former plan, because something had changed. */
  hasChanged: boolean
  isSending: boolean
  onCancel: () => void
  /** `repeat` is the run of unknown outcome that the user accepts to repeat. */
  onConfirm: (repeat: string | undefined) => void
}

/** Shows connection, inputs and reach of a change. A destructive one needs the name of the connection, typed. */
export function Confirm({ action, plan, hasChanged, isSending, onCancel, onConfirm }: Props) {
  const text = words.value.confirm
  const { connection, inputs, idempotent, effect, objects, plan_id } = plan
  const [typed, setTyped] = useState('')
  const [accepts, setAccepts] = useState(false)
  const twin = plan.warnings.find(({ code }) => code === 'UNSETTLED_TWIN')?.run
  const mustType = effect === 'destructive'
  const isReady = !isSending && (!mustType || typed === connection.name) && (!twin || accepts)
  const submit = (event: Event) => {
    event.preventDefault()
    if (isReady) onConfirm(twin)
  }
  return (
    <Dialog
      title={text.title(action.name, connection.name)}
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
            {isSending ? text.sending : action.name}
          </button>
        </>
      }
    >
      <form id="confirm" onSubmit={submit}>
        <p class="muted">
          {text.changes([connection.label ?? connection.name, connection.account].filter(Boolean).join(', '))}{' '}
          <ConnectionTag connection={connection} /> {idempotent ? text.repeatable : text.notRepeatable}
        </p>
        {hasChanged && (
          <div class="up">
            <Note tone="warn">{text.changed}</Note>
          </div>
        )}
        <div class="blast">
          <dl class="kv">
            {Object.entries(inputs).map(([name, value]) => (
              <>
                <dt key={name}>{action.parameters.find((spec) => spec.name === name)?.label ?? name}</dt>
                <dd class="mono">
                  <Text value={shown(value)} />
                </dd>
              </>
            ))}
          </dl>
          <div class="statusline wrap">
            {objects !== undefined && <span class="num">{words.value.plan.objects(objects)}</span>}
            <span>{plan.more_requests === 'possible' ? text.moreRequests : text.oneRequest}</span>
            <span class="mono cut" title={plan_id}>
              {text.plan(plan_id.slice(0, 8))}
            </span>
          </div>
        </div>
        {twin && (
          <div class="up">
            <Note tone="odd">
              {words.value.plan.twin} <a href={to(pathOf('runs', twin))}>{twin}</a>
              <label class="row up">
                <input
                  type="checkbox"
                  checked={accepts}
                  onChange={({ currentTarget }) => setAccepts(currentTarget.checked)}
                />
                {text.acceptTwin}
              </label>
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

const shown = (value: unknown): string =>
  Array.isArray(value)
    ? value.map((item) => (typeof item === 'string' ? item : JSON.stringify(item))).join('\n')
    : typeof value === 'string'
      ? value
      : JSON.stringify(value)
