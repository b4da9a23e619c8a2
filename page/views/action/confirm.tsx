/** The confirmation of a change. It is bound to the plan that it shows. */
import { useState } from 'preact/hooks'
import type { ActionDetail, Plan } from '../../api/types.ts'
import { words } from '../../app/language.ts'
import { pathOf } from '../../app/paths.ts'
import { to } from '../../app/session.ts'
import { ConfirmDialog } from '../../parts/confirm.tsx'
import { Note } from '../../parts/note.tsx'
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

/** Shows connection, inputs and reach of a change. */
export function Confirm({ action, plan, hasChanged, isSending, onCancel, onConfirm }: Props) {
  const text = words.value.confirm
  const { inputs, objects, plan_id } = plan
  const [accepts, setAccepts] = useState(false)
  const twin = plan.warnings.find(({ code }) => code === 'UNSETTLED_TWIN')?.run
  return (
    <ConfirmDialog
      name={action.name}
      plan={plan}
      submit={action.name}
      isComplete={!twin || accepts}
      isSending={isSending}
      onCancel={onCancel}
      onConfirm={() => onConfirm(twin)}
    >
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
    </ConfirmDialog>
  )
}

const shown = (value: unknown): string =>
  Array.isArray(value)
    ? value.map((item) => (typeof item === 'string' ? item : JSON.stringify(item))).join('\n')
    : typeof value === 'string'
      ? value
      : JSON.stringify(value)
