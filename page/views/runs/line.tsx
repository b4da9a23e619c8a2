/** One run in the history. */
import type { Json, Run } from '../../api/types.ts'
import { words } from '../../app/language.ts'
import { pathOf } from '../../app/paths.ts'
import { address } from '../../app/router.ts'
import { to } from '../../app/session.ts'
import { Icon } from '../../parts/icon.tsx'
import { STATES, State } from '../../parts/state.tsx'
import { KIND_ICONS } from '../../parts/tag.tsx'
import { Text } from '../../parts/text.tsx'
import { visibleText } from '../../parts/visible.ts'
import { timeOrDay, took, utc } from '../../parts/when.ts'

/** Inputs that are shown in a line, and characters of each. */
const INPUTS = 3
const INPUT = 120

/** A line that says what was run, with which inputs, who ran it, where and when. */
export function Line({ run, name }: { run: Run; name: string }) {
  const { action, actor, case_id, connection, started_at, ended_at, status } = run
  const inputs = inputsOf(run)
  const isChange = action.effect !== 'read'
  return (
    <tr>
      <td>
        <State status={status} />
      </td>
      <td>
        <a class="name" href={to(pathOf('runs', run.id))}>
          {name}
        </a>
        {isChange && (
          <span class={`mk ${action.effect}`} title={words.value.effect[action.effect]}>
            <Icon name={KIND_ICONS[action.effect]} label={words.value.effect[action.effect]} />
          </span>
        )}
      </td>
      <td
        class="wide"
        title={visibleText(inputs.map((input) => input.join(': ')).join('\n')).slice(0, 1_000)}
      >
        <With run={run} inputs={inputs} />
      </td>
      <td>
        <Text value={actor.subject} limit={80} />
        <span class="faint"> · {words.value.runs.vias[actor.via]}</span>
        {case_id && (
          <>
            <span class="faint"> · </span>
            <a class="muted" href={withFilter('case_id', case_id)}>
              <Text value={words.value.run.case(case_id)} limit={60} />
            </a>
          </>
        )}
      </td>
      <td>{connection}</td>
      <td class="r muted">{ended_at && took(Date.parse(ended_at) - Date.parse(started_at))}</td>
      <td class="r muted">
        <time dateTime={started_at} title={`${utc(started_at)} UTC`}>
          {timeOrDay(started_at)}
        </time>
      </td>
    </tr>
  )
}

/** The code of a failure, and the first inputs. */
function With({ run, inputs }: { run: Run; inputs: [string, string][] }) {
  const { code, kind, rows, status } = run
  return (
    <>
      {code && code !== 'OK' && (
        <a href={withFilter('code', code)}>
          <code class={`why ${STATES[status].tone}`}>{code}</code>
        </a>
      )}
      {kind === 'table' && rows !== undefined && <span class="pv num">{words.value.runs.rows(rows)}</span>}
      {inputs.slice(0, INPUTS).map(([name, value]) => (
        <span key={name} class="pv">
          <span class="faint">{name}</span> <Text value={value} limit={INPUT} />
        </span>
      ))}
      {inputs.length === 0 && kind !== 'table' && <span class="faint">{words.value.runs.defaults}</span>}
    </>
  )
}

function inputsOf({ request }: Run): [string, string][] {
  const given = Object.entries({ ...request.parameters, ...request.templates })
  return given.map(([name, value]) => [name, shortOf(value)])
}

function shortOf(value: Json): string {
  if (Array.isArray(value) && value.length !== 1) return words.value.runs.items(value.length)
  const one = Array.isArray(value) ? (value[0] ?? null) : value
  return typeof one === 'string' ? one : JSON.stringify(one)
}

/** The address of the history with one more filter. */
function withFilter(name: string, value: string): string {
  const query = new URLSearchParams(address.value.query)
  query.set(name, value)
  return `/runs?${query}`
}
