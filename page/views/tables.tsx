/** `/tables` and `/tables/:id`: one action over the rows of a file, in four parts that open one after another. */
import { useEffect, useState } from 'preact/hooks'
import { getAction, getActions } from '../api/api.ts'
import { getTable, planTable, startTable, type Table, type TableOrder } from '../api/tables.ts'
import type { ActionDetail } from '../api/types.ts'
import { language, words } from '../app/language.ts'
import { useLoad } from '../app/load.ts'
import type { ViewProps } from '../app/paths.ts'
import { address, setQuery } from '../app/router.ts'
import { connection, to } from '../app/session.ts'
import { useSettled } from '../app/settled.ts'
import { useTitle } from '../app/title.ts'
import { isAbout } from '../form/form.tsx'
import { ProblemNote } from '../parts/note.tsx'
import { EffectTag, kindOf } from '../parts/tag.tsx'
import { ConfirmTable } from './tables/confirm.tsx'
import { FilePart } from './tables/file.tsx'
import { LostNote } from './tables/lost-note.tsx'
import { firstMapping, type Mapping, partsOf } from './tables/mapping.ts'
import { MappingPart } from './tables/mapping-part.tsx'
import { Part } from './tables/part.tsx'
import { PlanPart } from './tables/plan-part.tsx'
import { TableRun } from './tables/run-part.tsx'
import { useTableSending } from './tables/sending.ts'

/** A table run, or the choice of its file. */
export default function Tables({ params }: ViewProps) {
  const text = words.value.tables
  const { id } = params
  const table = useLoad(async (signal) => (id ? getTable(id, signal) : undefined), [id])
  const chosen = address.value.query.get('action') ?? ''
  const [integration = '', name = ''] = chosen.split('/')
  const action = useLoad(
    async (signal) => (name ? getAction(integration, name, signal) : undefined),
    [chosen, language.value],
  )
  const shown = action.value?.id === name ? action.value : undefined
  const title = table.value?.name ?? words.value.nav.tables
  useTitle(title)
  return (
    <>
      {id && (
        <p class="crumb">
          <a href={to('/tables')}>{words.value.nav.tables}</a> / <span class="mono">{title}</span>
        </p>
      )}
      <div class="head">
        <div class="grow">
          <div class="row wrap">
            <h1>{shown && table.value ? text.title(shown.name, title) : title}</h1>
            {shown && <EffectTag kind={kindOf(shown)} />}
          </div>
          <p class="muted">{text.intro}</p>
        </div>
      </div>
      {table.problem && <ProblemNote problem={table.problem} onRetry={table.reload} />}
      {action.problem && <ProblemNote problem={action.problem} onRetry={action.reload} />}
      <div class="steps">
        {!(id && !table.value) && <FilePart table={table.value} />}
        {table.value && <Work key={`${id} ${chosen}`} table={table.value} action={shown} chosen={chosen} />}
      </div>
    </>
  )
}

/** The parts behind the file. */
function Work({ table, action, chosen }: { table: Table; action: ActionDetail | undefined; chosen: string }) {
  const actions = useLoad(getActions, [language.value]).value ?? []
  const [own, setMapping] = useState<Mapping>()
  const mapping = own ?? (action ? firstMapping(action.parameters, table.columns) : {})
  const on = connection.value?.name
  const order: TableOrder | undefined =
    action && on
      ? {
          integration: action.integration,
          action: action.id,
          connection: on,
          ...partsOf(action.parameters, mapping),
          locale: language.value,
        }
      : undefined
  const key = useSettled(JSON.stringify(order ?? null))
  const isSettled = key === JSON.stringify(order ?? null)
  const planned = useLoad(
    async (signal) => {
      const wanted = JSON.parse(key) as TableOrder | null
      return wanted ? { key, plan: await planTable(table.id, wanted, signal) } : undefined
    },
    [table.id, key],
  )
  const plan = planned.value?.key === key && isSettled && !planned.problem ? planned.value.plan : undefined
  const problems = planned.problem?.body.problems ?? []
  const isAtFields =
    problems.length > 0 &&
    problems.every((problem) => action?.parameters.some(({ name }) => isAbout(problem, name)))
  return (
    <>
      <MappingPart
        table={table}
        actions={actions}
        action={action}
        chosen={chosen}
        mapping={mapping}
        onMapping={(changed) => {
          setMapping(changed)
          setQuery({ run: undefined })
        }}
        plan={plan}
        problems={problems}
      />
      {action && <PlanPart plan={plan} problem={isAtFields ? undefined : planned.problem} />}
      {action && order && (
        <RunPart table={table} action={action} order={order} plan={plan} replan={planned.reload} />
      )}
    </>
  )
}

interface RunPartProps {
  table: Table
  action: ActionDetail
  order: TableOrder
  plan: Awaited<ReturnType<typeof planTable>> | undefined
  replan: () => void
}

function RunPart({ table, action, order, plan, replan }: RunPartProps) {
  const text = words.value.tables
  const id = address.value.query.get('run')
  const sending = useTableSending(
    (how) => startTable(table.id, order, how),
    (run) => setQuery({ run: run.id }),
  )
  const code = sending.problem?.code
  useEffect(() => {
    if (code === 'PLAN_CHANGED') replan()
  }, [code])
  if (id)
    return (
      <Part no={4} title={text.runTitle} isDone={false}>
        <TableRun key={id} id={id} onResumed={(run) => setQuery({ run: run.id })} />
      </Part>
    )
  if (!plan && !sending.isLost) return null
  return (
    <Part no={4} title={text.runTitle} isDone={false}>
      <div class="pad">
        {sending.problem && !sending.isLost && <ProblemNote problem={sending.problem} />}
        {sending.isLost && <LostNote sending={sending} />}
        <div class="row wrap">
          <button
            type="button"
            class="btn first"
            disabled={!plan || plan.sent === 0 || sending.isSending || sending.isLost}
            onClick={() => sending.start(plan)}
          >
            {text.runOn(plan?.sent ?? 0, order.connection, action.effect !== 'read')}
          </button>
          <span class="s muted">
            {action.effect === 'read' ? words.value.action.readsOnly : words.value.action.confirmed}
          </span>
        </div>
      </div>
      {sending.plan && (
        <ConfirmTable
          name={action.name}
          plan={sending.plan}
          isSending={sending.isSending}
          onCancel={sending.cancel}
          onConfirm={sending.confirm}
        />
      )}
    </Part>
  )
}
