/** What a form holds when it is opened, and how it is kept in this tab. */
import type { ActionDetail, Run } from '../../api/types.ts'
import { store, stored } from '../../app/stored.ts'
import { formIn } from '../../form/address.ts'
import { EMPTY, type FormState, formOf } from '../../form/state.ts'

const nameOf = ({ integration, id }: ActionDetail): string => `form.${integration}.${id}`

/** The run to start from, else the address, else what was entered in this tab before, else the manifest's example. */
export function firstForm(action: ActionDetail, query: URLSearchParams, run?: Run): FormState {
  const { parameters: specs } = action
  if (run) return formOf(specs, run.request)
  const kept = keptForm(action)
  const given = formIn(specs, query)
  if (given) return { ...given, context: kept?.context ?? formOf(specs, action.request).context }
  return kept ?? formOf(specs, action.request)
}

/** The form that undoes a run: what is in the address already, else what the result of the run says. */
export function undoForm({ parameters: specs }: ActionDetail, query: URLSearchParams, run?: Run): FormState {
  const { parameters = {} } = run?.result?.undo ?? {}
  return formIn(specs, query) ?? formOf(specs, { parameters })
}

/** Keeps a form until the tab is closed. Secrets are not kept. */
export function keepForm(action: ActionDetail, state: FormState): void {
  const secret = new Set(action.parameters.filter((spec) => spec.secret).map(({ name }) => name))
  const values = Object.fromEntries(Object.entries(state.values).filter(([name]) => !secret.has(name)))
  store(nameOf(action), JSON.stringify({ ...state, values }), 'session')
}

function keptForm(action: ActionDetail): FormState | undefined {
  try {
    const kept = JSON.parse(stored(nameOf(action), 'session') ?? 'null')
    return kept ? { ...EMPTY, ...kept } : undefined
  } catch {
    return undefined
  }
}
