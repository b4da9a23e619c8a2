/** Part 3 of a table run: what it would do. */
import type { ApiProblem } from '../../api/problem.ts'
import type { TablePlan } from '../../api/tables.ts'
import { words } from '../../app/language.ts'
import { ProblemNote } from '../../parts/note.tsx'
import { Text } from '../../parts/text.tsx'
import { visibleText } from '../../parts/visible.ts'
import { took } from '../../parts/when.ts'
import { Part } from './part.tsx'

/** Counts, first requests, and rows that cannot be run. */
export function PlanPart({
  plan,
  problem,
}: {
  plan: TablePlan | undefined
  problem: ApiProblem | undefined
}) {
  const text = words.value.tables
  return (
    <Part
      no={3}
      title={words.value.plan.title}
      isDone={plan !== undefined && plan.sent > 0}
      extra={<span class="s muted">{words.value.plan.nothingSent}</span>}
    >
      {problem && (
        <div class="pad">
          <ProblemNote problem={problem} />
        </div>
      )}
      {!plan && !problem && <p class="pad muted">{text.planWaiting}</p>}
      {plan && (
        <>
          <dl class="pad facts">
            <Fact value={plan.rows} name={plan.more ? text.rowsChecked : text.rowsName} />
            <Fact value={plan.distinct} name={text.distinct} />
            <Fact value={plan.invalid} name={text.invalid} />
            {plan.likely_seconds !== undefined && (
              <Fact value={took(plan.likely_seconds * 1_000)} name={text.likely} />
            )}
            <Fact
              value={plan.connection.name}
              name={plan.connection.kind ? words.value.connectionKind[plan.connection.kind] : text.connection}
            />
          </dl>
          {plan.problems.length > 0 && <Problems plan={plan} />}
          {plan.requests.length > 0 && <Requests plan={plan} />}
        </>
      )}
    </Part>
  )
}

/** A number or a name with what it is. */
export const Fact = ({ value, name }: { value: number | string; name: string }) => (
  <div>
    <dt class="s muted">{name}</dt>
    <dd>
      <b>{typeof value === 'number' ? value.toLocaleString(document.documentElement.lang) : value}</b>
    </dd>
  </div>
)

const Problems = ({ plan }: { plan: TablePlan }) => (
  <ul class="pad s">
    {plan.problems.map(({ row, message }) => (
      <li key={row}>
        <b class="num">{words.value.run.row(row)}</b> <Text value={message} limit={1_000} />
      </li>
    ))}
  </ul>
)

const Requests = ({ plan }: { plan: TablePlan }) => {
  const text = words.value.tables
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
    <div class="tbl" tabIndex={0} role="region" aria-label={text.firstRequests}>
      <table>
        <thead>
          <tr>
            <th scope="col" class="r">
              {text.row}
            </th>
            <th scope="col">{words.value.run.request}</th>
            <th scope="col">{words.value.plan.body}</th>
          </tr>
        </thead>
        <tbody>
          {plan.requests.map(({ row, request }) => (
            <tr key={row}>
              <td class="r num">{row}</td>
              <td class="mono">
                {request ? (
                  <Text value={`${request.method} ${pathOfUrl(request.url)}`} limit={300} />
                ) : (
                  text.noRequest
                )}
              </td>
              <td class="mono wide" title={visibleText(JSON.stringify(request?.body ?? '').slice(0, 1_000))}>
                {request?.body != null && <Text value={JSON.stringify(request.body)} limit={300} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function pathOfUrl(url: string): string {
  const parsed = URL.parse(url)
  return parsed ? `${parsed.pathname}${parsed.search}` : url
}
