/** `/actions/:integration/:action`: the form of an action beside its plan. */
import { getAction, getRun, getRuns } from '../api/api.ts'
import { language, words } from '../app/language.ts'
import { useLoad } from '../app/load.ts'
import type { ViewProps } from '../app/paths.ts'
import { pathOf } from '../app/paths.ts'
import { address } from '../app/router.ts'
import { connection, to } from '../app/session.ts'
import { useTitle } from '../app/title.ts'
import { Icon } from '../parts/icon.tsx'
import { Note, ProblemNote } from '../parts/note.tsx'
import { EffectTag, kindOf, Tag } from '../parts/tag.tsx'
import { ago } from '../parts/when.ts'
import { Desk } from './action/desk.tsx'
import { firstForm, undoForm } from './action/first-form.ts'

/** One action. */
export default function ActionView({ params }: ViewProps) {
  const { integration = '', action: id = '' } = params
  const on = connection.value?.name
  const from = address.value.query.get('from')
  const undoes = address.value.query.get('undoes')
  const source = undoes ?? from
  const detail = useLoad((signal) => getAction(integration, id, signal), [integration, id, language.value])
  const earlier = useLoad(async (signal) => (source ? getRun(source, { signal }) : undefined), [source])
  const last = useLoad(
    async (signal) => (await getRuns({ action: id, connection: on, limit: '1' }, signal)).items[0],
    [id, on],
  )
  const { value: action, problem } = detail
  const { value: run } = last
  useTitle(action?.name)
  const isWaiting = source !== null && !earlier.value && !earlier.problem
  return (
    <>
      <p class="crumb">
        <a href={to('/actions')}>{words.value.nav.actions}</a> / <span class="mono">{id}</span>
      </p>
      {problem && <ProblemNote problem={problem} onRetry={detail.reload} />}
      {earlier.problem && <ProblemNote problem={earlier.problem} />}
      <div class="head">
        <div class="grow">
          <div class="row wrap">
            <h1>{action?.name ?? id}</h1>
            {action && <EffectTag kind={kindOf(action)} />}
            {action && action.effect !== 'read' && !action.idempotent && (
              <Tag>{words.value.about.notRepeatable}</Tag>
            )}
          </div>
          <p class="muted">{action?.description}</p>
        </div>
        {run && (
          <a class="btn quiet small" href={to(pathOf('runs', run.id))}>
            <Icon name="runs" />
            {words.value.action.lastRun(ago(run.started_at))}
          </a>
        )}
      </div>
      {action?.deprecated && <Note tone="warn">{action.deprecated}</Note>}
      {action?.experimental && (
        <Note tone="warn">
          <b>{words.value.experimental}</b> {action.experimental}
        </Note>
      )}
      {action?.notes && action.notes.length > 0 && (
        <Note>
          <ul>
            {action.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </Note>
      )}
      {action && !isWaiting && (
        <Desk
          key={source ?? ''}
          action={action}
          undoes={undoes ?? undefined}
          first={
            undoes
              ? undoForm(action, address.value.query, earlier.value)
              : firstForm(action, address.value.query, earlier.value)
          }
        />
      )}
    </>
  )
}
