/** A change of unknown outcome: how to look, and what was found. */
import { useState } from 'preact/hooks'
import { getAction } from '../../api/api.ts'
import { type ApiProblem, problemOf } from '../../api/problem.ts'
import { settleRun } from '../../api/runs.ts'
import type { Run } from '../../api/types.ts'
import { words } from '../../app/language.ts'
import { useLoad } from '../../app/load.ts'
import { pathOf, pathWith } from '../../app/paths.ts'
import { queryOf } from '../../form/address.ts'
import { formOf } from '../../form/state.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Note, ProblemNote } from '../../parts/note.tsx'
import { Text } from '../../parts/text.tsx'
import { utc } from '../../parts/when.ts'

interface Props {
  run: Run
  /** The action that shows whether the change was made. */
  checkWith: string | undefined
  onSettled: (run: Run) => void
}

/** Asks a person to look, and to record what was found. Recording it sends nothing to the tenant. */
export function Unsettled({ run, checkWith, onSettled }: Props) {
  const text = words.value.run.unknown
  const [happened, setHappened] = useState<boolean>()
  const { integration } = run.action
  // The result has the inputs of the check, too; a run that was interrupted has no result.
  const { action = checkWith, parameters = {} } = run.result?.error?.check ?? {}
  const look = useLoad(
    async (signal) => (action ? getAction(integration, action, signal) : undefined),
    [integration, action, words.value],
  ).value
  return (
    <div class="inset">
      <Note tone="odd">
        <b>{text.title}</b> {text.text} {look ? text.look(look.name) : text.lookInTenant} {text.settle}
        <div class="row wrap up">
          {look && (
            <a
              class="btn small"
              href={pathWith(pathOf('actions', integration, look.id), {
                on: run.connection,
                ...queryOf(look.parameters, formOf(look.parameters, { parameters })),
              })}
            >
              {text.lookWith(look.name)}
            </a>
          )}
          <button type="button" class="btn small" onClick={() => setHappened(true)}>
            {text.made}
          </button>
          <button type="button" class="btn small" onClick={() => setHappened(false)}>
            {text.notMade}
          </button>
        </div>
      </Note>
      {happened !== undefined && (
        <Settle run={run} happened={happened} onSettled={onSettled} onClose={() => setHappened(undefined)} />
      )}
    </div>
  )
}

interface SettleProps extends Omit<Props, 'checkWith'> {
  happened: boolean
  onClose: () => void
}

function Settle({ run, happened, onSettled, onClose }: SettleProps) {
  const text = words.value.run.unknown
  const [note, setNote] = useState('')
  const [problem, setProblem] = useState<ApiProblem>()
  const [isSending, setSending] = useState(false)
  const record = async () => {
    setSending(true)
    try {
      const settled = await settleRun(run.id, happened, note.trim())
      onClose()
      onSettled(settled)
    } catch (error) {
      setProblem(problemOf(error))
      setSending(false)
    }
  }
  return (
    <Dialog
      title={happened ? text.made : text.notMade}
      onClose={onClose}
      footer={
        <>
          <button type="button" class="btn" onClick={onClose}>
            {words.value.cancel}
          </button>
          <button type="button" class="btn first" disabled={isSending} onClick={record}>
            {text.record}
          </button>
        </>
      }
    >
      <p class="muted">{text.dialog}</p>
      {problem && <ProblemNote problem={problem} />}
      <div class="f">
        <label for="remark">{text.remark}</label>
        <textarea
          id="remark"
          class="field-in"
          rows={3}
          maxLength={2_000}
          data-focus
          value={note}
          onInput={({ currentTarget }) => setNote(currentTarget.value)}
        />
      </div>
    </Dialog>
  )
}

/** What a person recorded. */
export const Settled = ({ settlement }: { settlement: NonNullable<Run['settlement']> }) => (
  <div class="inset">
    <Note tone="odd">
      <b>{settlement.happened ? words.value.run.settled.made : words.value.run.settled.notMade}</b>{' '}
      {settlement.by && <Text value={settlement.by} />}
      {settlement.at && <span class="num">, {utc(settlement.at)} UTC</span>}
      {settlement.note && (
        <p class="up">
          <Text value={settlement.note} />
        </p>
      )}
    </Note>
  </div>
)
