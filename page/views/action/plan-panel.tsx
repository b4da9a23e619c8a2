/** What a run would do: the first request, the inputs, or what has to be fixed. */
import type { ApiProblem } from '../../api/problem.ts'
import type { Plan, Problem } from '../../api/types.ts'
import { words } from '../../app/language.ts'
import { pathOf } from '../../app/paths.ts'
import { to } from '../../app/session.ts'
import { fieldId } from '../../form/field.tsx'
import { Code } from '../../parts/code.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Note, ProblemNote } from '../../parts/note.tsx'
import { Text } from '../../parts/text.tsx'
import type { Live } from './live.ts'

/** The plan, or why there is none. */
export function PlanPanel({
  live,
  hasField,
}: {
  live: Live
  hasField: (problem: Problem) => string | undefined
}) {
  const { plan, problem } = live
  if (problem?.body.problems?.length) return <Problems problem={problem} hasField={hasField} />
  if (problem) {
    return (
      <div class="pad">
        <ProblemNote problem={problem} onRetry={live.fresh} />
      </div>
    )
  }
  return plan ? <Planned plan={plan} /> : <p class="verdict muted">{words.value.plan.waiting}</p>
}

/** The list of what has to be fixed; each entry leads to its field. */
const Problems = ({
  problem,
  hasField,
}: {
  problem: ApiProblem
  hasField: (one: Problem) => string | undefined
}) => {
  const problems = problem.body.problems ?? []
  return (
    <div class="verdict bad">
      <Icon name="warn" />
      <div class="grow">
        <p class="big">{words.value.plan.toFix(problems.length)}</p>
        <ul class="s">
          {problems.map((one) => {
            const field = hasField(one)
            return (
              <li key={one.where + one.message}>
                {field ? (
                  <button type="button" class="link" onClick={() => focusField(field)}>
                    <Text value={one.message} />
                  </button>
                ) : (
                  <Text value={one.message} />
                )}
              </li>
            )
          })}
        </ul>
        <p class="meta">
          <code>{problem.code}</code>
        </p>
      </div>
    </div>
  )
}

/** Puts the focus into a field, and opens the fold that it is in. */
function focusField(name: string): void {
  const control = document.getElementById(fieldId(name))
  control?.closest('details')?.setAttribute('open', '')
  control?.focus()
}

const Planned = ({ plan }: { plan: Plan }) => {
  const { request, inputs, more_requests, objects, ms } = plan
  const text = words.value.plan
  return (
    <>
      <Warnings plan={plan} />
      {request ? (
        <>
          <div class="req">
            <span class="m">{request.method}</span>
            <span>
              <Text value={request.url} />
            </span>
          </div>
          <dl class="lines">
            {Object.entries(request.headers).map(([name, value]) => (
              <>
                <dt key={name}>{name}</dt>
                <dd class={value === '***' ? 'faint' : ''}>
                  <Text value={value} />
                </dd>
              </>
            ))}
          </dl>
          {request.body !== null && (
            <>
              <h3 class="sub">{text.body}</h3>
              <Code value={request.body} label={text.body} />
            </>
          )}
        </>
      ) : (
        <p class="verdict muted">{text.noRequest}</p>
      )}
      <h3 class="sub">{text.inputs}</h3>
      <Code value={inputs} label={text.inputs} />
      <div class="statusline wrap">
        <b>{text.nothingSent}</b>
        <span>{more_requests === 'possible' ? text.firstRequest : text.onlyRequest}</span>
        {objects !== undefined && <span class="num">{text.objects(objects)}</span>}
        <span class="num">{text.took(ms)}</span>
      </div>
    </>
  )
}

/** What to know before the run, such as an equal change whose outcome is unknown, or that there is no way back. */
const Warnings = ({ plan: { warnings, undo } }: { plan: Plan }) =>
  warnings.length === 0 && undo?.none === undefined ? null : (
    <div class="pad">
      {undo?.none !== undefined && (
        <Note tone="warn">
          {words.value.undo.never} <Text value={undo.none} />
        </Note>
      )}
      {warnings.map(({ code, run, message }) => (
        <Note key={code} tone={code === 'UNSETTLED_TWIN' ? 'odd' : 'warn'}>
          {code === 'UNSETTLED_TWIN' ? words.value.plan.twin : <Text value={message ?? code} />}{' '}
          {run && <a href={to(pathOf('runs', run))}>{run}</a>}
        </Note>
      ))}
    </div>
  )
