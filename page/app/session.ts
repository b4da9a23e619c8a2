/** What the server offers to this user, and the connection that actions run on. */
import { computed, signal } from '@preact/signals'
import { getMeta, getRuns } from '../api/api.ts'
import { type ApiProblem, problemOf } from '../api/problem.ts'
import type { Connection, Meta } from '../api/types.ts'
import { pathWith } from './paths.ts'
import { address, setQuery } from './router.ts'
import { store, stored } from './stored.ts'

/** What the server offers; undefined until it has answered. */
export const meta = signal<Meta | undefined>(undefined)

/** Why the server did not answer. */
export const metaProblem = signal<ApiProblem | undefined>(undefined)

/** Changes whose outcome is unknown and which have not been settled. */
export const unsettled = signal(0)

/** The name in the address, even if there is no such connection, else the one used last, else the first. */
export const wantedConnection = computed(() => {
  const names = meta.value?.connections.map(({ name }) => name) ?? []
  const last = stored('connection')
  return address.value.query.get('on') ?? names.find((name) => name === last) ?? names[0]
})

/** The connection that actions run on; undefined if the address names one that is not there. */
export const connection = computed<Connection | undefined>(() =>
  meta.value?.connections.find(({ name }) => name === wantedConnection.value),
)

/** Switches to another connection; the address names it. */
export function chooseConnection(name: string): void {
  store('connection', name)
  setQuery({ on: name })
}

/** The address of a view, on the current connection. */
export const to = (path: string, query: Readonly<Record<string, string | undefined>> = {}): string =>
  pathWith(path, { on: wantedConnection.value, ...query })

/** Asks the server what it offers. */
export async function loadSession(): Promise<void> {
  try {
    meta.value = await getMeta()
    metaProblem.value = undefined
    if (wantedConnection.value) setQuery({ on: wantedConnection.value })
    await countUnsettled()
  } catch (error) {
    metaProblem.value = problemOf(error)
  }
}

/** Counts the changes that wait for someone to look; a server that cannot say leaves the count as it is. */
export async function countUnsettled(): Promise<void> {
  try {
    const { items, unsettled: count } = await getRuns({ status: 'unknown', limit: '200' })
    unsettled.value = count ?? items.filter(({ settlement }) => !settlement).length
  } catch {
    // Shown in the history, where the same request is asked for.
  }
}
