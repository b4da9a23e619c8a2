/** The confirmation of a change over many rows. It is bound to the plan that it shows. */
import { words } from '../../app/language.ts'
import { ConfirmDialog } from '../../parts/confirm.tsx'
import { Fact } from './plan-part.tsx'
import type { Confirmable } from './sending.ts'

interface Props {
  /** Name of the action. */
  name: string
  plan: Confirmable
  isSending: boolean
  onCancel: () => void
  onConfirm: () => void
}

/** Shows how many rows are changed where. */
export function ConfirmTable(props: Props) {
  const text = words.value.tables
  const { plan_id, sent, distinct, invalid } = props.plan
  return (
    <ConfirmDialog {...props} submit={sent === undefined ? props.name : text.run(sent)}>
      <div class="blast">
        <dl class="pad facts">
          {sent !== undefined && <Fact value={sent} name={text.toSend} />}
          {distinct !== undefined && <Fact value={distinct} name={text.distinct} />}
          {invalid !== undefined && <Fact value={invalid} name={text.invalid} />}
        </dl>
        <p class="statusline mono">{words.value.confirm.plan(plan_id.slice(0, 12))}</p>
      </div>
    </ConfirmDialog>
  )
}
