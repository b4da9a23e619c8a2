/** The form of a connector, and what a test run of it returns. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { previewConnector } from '../../api/connections.ts'
import { type ApiProblem, isAborted, problemOf } from '../../api/problem.ts'
import type { ActionDetail, Run } from '../../api/types.ts'
import { language, words } from '../../app/language.ts'
import { connection } from '../../app/session.ts'
import { Form } from '../../form/form.tsx'
import { formOf, parametersOf } from '../../form/state.ts'
import { ProblemNote } from '../../parts/note.tsx'
import { Alerts } from './alerts.tsx'

/** Parameters and preview. The preview reads from the tenant; it neither reads nor keeps the connector's state. */
export function Preview({ connector }: { connector: ActionDetail }) {
  const text = words.value.connectors
  const { integration, id, parameters: specs, request } = connector
  const [state, setState] = useState(() => formOf(specs, request))
  const [run, setRun] = useState<Run>()
  const [problem, setProblem] = useState<ApiProblem>()
  const [isRunning, setRunning] = useState(false)
  const controller = useRef(new AbortController())
  useEffect(() => () => controller.current.abort(), [])
  const on = connection.value?.name
  const submit = async (event: Event) => {
    event.preventDefault()
    if (on === undefined || isRunning) return
    setRunning(true)
    setProblem(undefined)
    const body = { connection: on, parameters: parametersOf(specs, state), locale: language.value }
    try {
      setRun(await previewConnector({ integration, action: id, body }, controller.current.signal))
    } catch (error) {
      if (!isAborted(error)) setProblem(problemOf(error))
    }
    setRunning(false)
  }
  return (
    <>
      {problem && <ProblemNote problem={problem} />}
      <div class="two">
        <form class="panel" aria-label={words.value.action.inputs} onSubmit={submit}>
          <header>
            <h2 class="grow">{words.value.action.inputs}</h2>
          </header>
          <Form
            specs={specs}
            state={state}
            onState={setState}
            problems={problem?.body.problems ?? []}
            hasTemplates={false}
          />
          <div class="bar">
            <button type="submit" class="btn first" disabled={on === undefined || isRunning}>
              {isRunning ? text.running : text.preview(on ?? '')}
            </button>
            <span class="s muted">{text.test}</span>
          </div>
        </form>
        <section class="panel" aria-label={text.alerts}>
          <header>
            <h2 class="grow">{text.alerts}</h2>
          </header>
          {run ? <Alerts run={run} /> : <p class="pad muted">{text.waiting}</p>}
        </section>
      </div>
    </>
  )
}
