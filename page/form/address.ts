/** Keeps the state of a form in the address, so that it can be sent to a colleague. */
import type { Parameter } from '../api/types.ts'
import { EMPTY, type Entry, entryOf, type FormState, parametersOf } from './state.ts'

/** Longer addresses are cut by mail programs and refused by proxies; the form is then kept in this tab alone. */
const LONGEST = 4_000

/** The parts of the query that a form is in: `p.NAME` for values, `t.NAME` for templates. Secrets are never in it. */
export function queryOf(specs: readonly Parameter[], state: FormState): Record<string, string> {
  const shown = specs.filter(({ secret }) => !secret)
  const values = Object.entries(parametersOf(shown, state)).map(([name, value]) => {
    const spec = shown.find((one) => one.name === name)
    return [`p.${name}`, String(entryOf(spec ?? { type: 'string' }, value))] as const
  })
  const templates = shown.flatMap(({ name }) => {
    const template = state.templates[name]
    return template ? [[`t.${name}`, template] as const] : []
  })
  const parts = [...values, ...templates]
  const length = parts.reduce((sum, [name, value]) => sum + name.length + encodeURIComponent(value).length, 0)
  return length > LONGEST ? {} : Object.fromEntries(parts)
}

/** The form in a query; undefined if there is none. */
export function formIn(specs: readonly Parameter[], query: URLSearchParams): FormState | undefined {
  const values: Record<string, Entry> = {}
  const templates: Record<string, string> = {}
  for (const { name, type, secret } of specs) {
    if (secret) continue
    const value = query.get(`p.${name}`)
    const template = query.get(`t.${name}`)
    if (value !== null)
      values[name] = type === 'boolean' && /^(?:true|false)$/.test(value) ? value === 'true' : value
    if (template !== null) templates[name] = template
  }
  const isEmpty = Object.keys(values).length + Object.keys(templates).length === 0
  return isEmpty ? undefined : { ...EMPTY, values, templates }
}

/** The query with the form in it; what is not of the form stays. */
export function queryWith(query: URLSearchParams, form: Readonly<Record<string, string>>): URLSearchParams {
  const others = [...query].filter(([name]) => !/^[pt]\./.test(name))
  return new URLSearchParams([...others, ...Object.entries(form)])
}
