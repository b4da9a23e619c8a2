/** `/runs/:id`: what a run did, its result, its request and its log. */
import { useState } from 'preact/hooks'
import { getAction, startRun } from '../api/api.ts'
import { type ApiProblem, problemOf } from '../api/problem.ts'
import type { ActionDetail, Run } from '../api/types.ts'
import { words } from '../app/language.ts'
import { useLoad } from '../app/load.ts'
import { pathOf, pathWith, type ViewProps } from '../app/paths.ts'
import { go } from '../app/router.ts'
import { tell } from '../app/say.ts'
import { connection, countUnsettled, to } from '../app/session.ts'
import { useTitle } from '../app/title.ts'
import { Icon } from '../parts/icon.tsx'
import { ProblemNote } from '../parts/note.tsx'
import { EffectTag } from '../parts/tag.tsx'
import { type Followed, hasEnded, useRun } from './run/follow.ts'
import { Parts } from './run/parts.tsx'
import { Running } from './run/running.tsx'
import { Settled, Unsettled } from './run/unsettled.tsx'
import { Verdict } from './run/verdict.tsx'
import { TableProgress } from './tables/run-part.tsx'

/** One run. */
export default function RunView({ params }: ViewProps) {
  const { replace, ...followed } = useRun(params.id ?? '')
  const { run, problem } = followed
  const { integration, id } = run?.action ?? {}
  const action = useLoad(
    async (signal) => (integration && id ? getAction(integration, id, signal) : undefined),
    [integration, id, words.value],
  ).value
  const title = action?.name ?? id
  useTitle(title)
  return (
    <>
      <p class="crumb">
        <a href={to('/runs')}>{words.value.nav.runs}</a> / <span class="mono">{params.id}</span>
      </p>
      {problem && <ProblemNote problem={problem} onRetry={() => location.reload()} />}
      {run ? (
        <Shown run={run} action={action} title={title ?? ''} followed={followed} replace={replace} />
      ) : (
        <h1 class="sr">{params.id}</h1>
      )}
    </>
  )
}

interface ShownProps {
  run: Run
  action: ActionDetail | undefined
  title: string
  followed: Followed
  replace: (run: Run) => void
}

const Shown = ({ run, action, title, followed, replace }: ShownProps) => (
  <>
    <div class="head">
      <div class="grow row wrap">
        <h1>{title}</h1>
        <EffectTag kind={run.action.effect} />
      </div>
      {hasEnded(run) && <Again run={run} title={title} />}
    </div>
    <div class="panel">
      <Verdict run={run} />
      {!hasEnded(run) && !run.table && <Running run={run} followed={followed} />}
      {run.table && (
        <TableProgress
          run={run}
          table={run.table}
          followed={followed}
          onResumed={({ id }) => go(to(pathOf('runs', id)))}
        />
      )}
      {run.status === 'unknown' && !run.settlement && (
        <Unsettled
          run={run}
          checkWith={action?.check_with?.action}
          onSettled={(settled) => {
            replace({ ...run, ...settled })
            countUnsettled()
          }}
        />
      )}
      {run.settlement && <Settled settlement={run.settlement} />}
      <Parts run={run} columns={action?.columns} log={followed.log} />
    </div>
  </>
)

/** A read can be run again as it was. A change goes through the form, its plan and the confirmation. */
function Again({ run, title }: { run: Run; title: string }) {
  const [problem, setProblem] = useState<ApiProblem>()
  const [isStarting, setStarting] = useState(false)
  const { integration, id, effect } = run.action
  const text = words.value.run
  const again = async () => {
    setStarting(true)
    setProblem(undefined)
    try {
      const { case_id, note } = run
      const body = {
        connection: run.connection,
        parameters: {},
        ...run.request,
        ...(case_id && { case_id }),
        ...(note && { note }),
      }
      const { body: started } = await startRun({ integration, action: id, body }, {})
      tell(text.started(title))
      go(to(pathOf('runs', started.id)))
    } catch (error) {
      setProblem(problemOf(error))
    } finally {
      setStarting(false)
    }
  }
  const isElsewhere = run.connection !== connection.value?.name
  return (
    <div class="row wrap">
      {problem && <ProblemNote problem={problem} />}
      <Undo run={run} />
      <a
        class="btn"
        href={pathWith(pathOf('actions', integration, id), { on: run.connection, from: run.id })}
      >
        <Icon name="pen" />
        {text.editAndRun}
      </a>
      {effect === 'read' && run.kind === 'action' && !run.withheld?.length && (
        <button type="button" class="btn first" disabled={isStarting} onClick={again}>
          <Icon name="again" />
          {isElsewhere ? text.againOn(run.connection) : text.again}
        </button>
      )}
    </div>
  )
}

/** Leads to the form of the action that undoes the run, with its plan. */
const Undo = ({ run: { id, connection: on, action, result, undone } }: { run: Run }) =>
  !result?.undo || undone ? null : (
    <a
      class="btn"
      href={pathWith(pathOf('actions', action.integration, result.undo.action), { on, undoes: id })}
    >
      <Icon name="undo" />
      {words.value.undo.button}
    </a>
  )
