/** The routes of the HTTP API that the page calls, one function each. */
import { pathOf, pathWith } from '../app/paths.ts'
import { type Answer, call } from './client.ts'
import type {
  ActionDetail,
  ActionLine,
  Json,
  Meta,
  Order,
  Plan,
  Preview,
  Run,
  StartOptions,
} from './types.ts'

/** What the server offers, and who asks. */
export const getMeta = async (): Promise<Meta> => (await call<Meta>('GET', '/v1/meta')).body

/** Signs in with a token; the server answers with a cookie. */
export const signIn = async (token: string): Promise<void> => {
  await call('POST', '/v1/session', { body: { token } })
}

/** All actions and connectors. */
export const getActions = async (signal: AbortSignal): Promise<ActionLine[]> =>
  (await call<{ items: ActionLine[] }>('GET', '/v1/actions', { signal })).body.items

/** One action in full. */
export const getAction = async (
  integration: string,
  id: string,
  signal: AbortSignal,
): Promise<ActionDetail> =>
  (await call<ActionDetail>('GET', `/v1${pathOf('actions', integration, id)}`, { signal })).body

const actionPath = ({ integration, action }: Order, verb: string) =>
  `/v1${pathOf('actions', integration, action, verb)}`

/** Plans a run; sends nothing to the tenant. */
export const planRun = async (order: Order, signal: AbortSignal): Promise<Plan> =>
  (await call<Plan>('POST', actionPath(order, 'plan'), { body: order.body, signal })).body

/** Starts a run and waits ten seconds for its end. */
export const startRun = (order: Order, { key, plan, repeat }: StartOptions): Promise<Answer<Run>> =>
  call<Run>('POST', actionPath(order, 'runs'), {
    body: order.body,
    headers: {
      prefer: 'wait=10',
      ...(key !== undefined && { 'idempotency-key': key }),
      ...(plan !== undefined && { 'soar-plan': plan }),
      ...(repeat !== undefined && { 'soar-repeat': repeat }),
    },
  })

/** Which runs a list contains. */
export type RunFilter = Readonly<Record<string, string | undefined>>

/** A page of runs without their results. */
export interface RunPage {
  items: Run[]
  next?: string
  /** Changes of unknown outcome that have not been settled, on all pages and with any filter. */
  unsettled?: number
}

/** Runs, the newest first, and the cursor of the next page. */
export const getRuns = async (filter: RunFilter, signal?: AbortSignal): Promise<RunPage> =>
  (
    await call<RunPage>('GET', pathWith('/v1/runs', filter), {
      ...(signal && { signal }),
    })
  ).body

/** One run; `wait` seconds for its end. */
export const getRun = async (
  id: string,
  { wait, signal }: { wait?: number; signal: AbortSignal },
): Promise<Run> => {
  const headers = wait === undefined ? {} : { prefer: `wait=${wait}` }
  return (await call<Run>('GET', `/v1${pathOf('runs', id)}`, { headers, signal })).body
}

/** Renders templates with a context; the answer is by template name. */
export const previewTemplates = async (
  body: { templates: Record<string, string>; context: Json; locale: string },
  signal: AbortSignal,
): Promise<Record<string, Preview>> =>
  (await call<Record<string, Preview>>('POST', '/v1/templates/preview', { body, signal })).body
