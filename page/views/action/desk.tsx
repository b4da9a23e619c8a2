/** The form and, beside it, plan, context, description and commands. */
import { useEffect, useState } from 'preact/hooks'
import type { ActionDetail, Problem } from '../../api/types.ts'
import { language, words } from '../../app/language.ts'
import { pathOf } from '../../app/paths.ts'
import { address, go } from '../../app/router.ts'
import { connection, meta, to } from '../../app/session.ts'
import { queryOf, queryWith } from '../../form/address.ts'
import { readContext } from '../../form/context.ts'
import { ContextEditor } from '../../form/context-editor.tsx'
import { Form, isAbout } from '../../form/form.tsx'
import { EMPTY, type FormState, formOf } from '../../form/state.ts'
import { Note, ProblemNote } from '../../parts/note.tsx'
import { TabPanel, Tabs } from '../../parts/tabs.tsx'
import { AboutPanel } from './about-panel.tsx'
import { Confirm } from './confirm.tsx'
import { CopyPanel } from './copy-panel.tsx'
import { keepForm } from './first-form.ts'
import { useLive } from './live.ts'
import { Lost } from './lost.tsx'
import { orderOf } from './order.ts'
import { PlanPanel } from './plan-panel.tsx'
import { useSending } from './send.ts'

const TABS = ['plan', 'context', 'about', 'copyAs'] as const

/** After the last change, the address follows: browsers limit how often it may change. */
const ADDRESS_PAUSE_MS = 400

const COMMAND_KEY = /^(?:Mac|iP)/.test(navigator.platform) ? '⌘' : 'Ctrl'

interface Props {
  action: ActionDetail
  first: FormState
  /** The run that the form undoes. */
  undoes: string | undefined
}

/** Where an action is prepared and run. */
export function Desk({ action, first, undoes }: Props) {
  const [state, setState] = useState(first)
  const [tab, setTab] = useState<(typeof TABS)[number]>('plan')
  const specs = action.parameters
  const context = readContext(state.context)
  const on = connection.value?.name
  const order =
    on === undefined || context.fault !== undefined
      ? undefined
      : orderOf(action, state, { connection: on, context: context.value, locale: language.value, undoes })
  const live = useLive(order)
  const writes = action.effect !== 'read'
  const sending = useSending(order, live, writes)
  const problems = live.isStale ? [] : (live.problem?.body.problems ?? [])
  const mayRun = meta.value?.scopes.includes(action.effect) !== false
  const isOff = !order || !mayRun || sending.isSending || !!sending.lost || (!live.isStale && !live.plan)

  useEffect(() => {
    const timer = setTimeout(() => {
      // A form that undoes one run is not kept for the next run of the action.
      if (!undoes) keepForm(action, state)
      const query = queryWith(address.value.query, queryOf(specs, state))
      query.delete('from')
      go(`${location.pathname}?${query}`, { replace: true })
    }, ADDRESS_PAUSE_MS)
    return () => clearTimeout(timer)
  }, [state, action, specs, undoes])

  const submit = (event: Event) => {
    event.preventDefault()
    if (!isOff) sending.submit()
  }
  const fieldOf = (problem: Problem) => specs.find(({ name }) => isAbout(problem, name))?.name
  const text = words.value.action
  return (
    <>
      {undoes && (
        <Note>
          {words.value.undo.undoes} <a href={to(pathOf('runs', undoes))}>{undoes}</a>
        </Note>
      )}
      {sending.lost && <Lost pending={sending.lost} {...sending} />}
      {sending.refusal && <ProblemNote problem={sending.refusal} />}
      <div class="two">
        <form
          class="panel"
          aria-label={text.inputs}
          onSubmit={submit}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) submit(event)
          }}
        >
          <header>
            <h2 class="grow">{text.inputs}</h2>
            <button
              type="button"
              class="btn quiet small"
              onClick={() => setState(formOf(specs, action.request))}
            >
              {text.example}
            </button>
            <button
              type="button"
              class="btn quiet small"
              onClick={() => setState({ ...EMPTY, context: state.context })}
            >
              {text.clear}
            </button>
          </header>
          <Form specs={specs} state={state} onState={setState} problems={problems} previews={live.previews} />
          <div class="bar">
            <button type="submit" class="btn first" disabled={isOff}>
              {text.run(on ?? '', writes)}
              <kbd>{COMMAND_KEY} ↵</kbd>
            </button>
            <span class="s muted">{!mayRun ? text.mayNot : writes ? text.confirmed : text.readsOnly}</span>
          </div>
        </form>
        <section class="panel" aria-label={words.value.plan.title}>
          <header>
            <Tabs
              name="desk"
              label={words.value.plan.title}
              chosen={tab}
              onChoose={setTab}
              tabs={TABS.map((id) => ({ id, label: words.value[id].title }))}
            />
          </header>
          <TabPanel name="desk" chosen={tab}>
            {tab === 'plan' && context.fault !== undefined && (
              <p class="verdict muted">{words.value.context.invalid}</p>
            )}
            {tab === 'plan' && context.fault === undefined && <PlanPanel live={live} hasField={fieldOf} />}
            {tab === 'context' && (
              <ContextEditor text={state.context} onText={(text) => setState({ ...state, context: text })} />
            )}
            {tab === 'about' && <AboutPanel action={action} />}
            {tab === 'copyAs' && order && <CopyPanel order={order} writes={writes} />}
          </TabPanel>
        </section>
      </div>
      {sending.confirmation && (
        <Confirm
          action={action}
          plan={sending.confirmation.plan}
          hasChanged={sending.confirmation.hasChanged}
          isSending={sending.isSending}
          onCancel={sending.cancel}
          onConfirm={sending.confirm}
        />
      )}
    </>
  )
}
