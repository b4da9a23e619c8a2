/** A run service over the echo integration or a simulated tenant, and stores to put under it. */
import { onTestFinished } from 'vitest'
import { ActionError } from '../../runtime/contract/errors.ts'
import { quoted } from '../../runtime/contract/phrases.ts'
import type { Order, Plan, Refusal, Started, Tenant } from '../../runtime/service/runs/order.ts'
import type { Actor, RunPage, RunRecord } from '../../runtime/service/runs/run.ts'
import { createRunService, type RunService, type RunsSetup } from '../../runtime/service/runs/service.ts'
import { createMemoryStore } from '../../runtime/service/runs/store/memory.ts'
import type { RunStore } from '../../runtime/service/runs/store/store.ts'
import { loadEcho } from './echo.ts'
import { keepAudit } from './mcp.ts'
import { openMimecast } from './mimecast.ts'
import { reply, serve, type Wire } from './wire.ts'

/** A program with a token. */
export const bot: Actor = { subject: 'bot', via: 'api', person: false }
/** A person on the page. */
export const ana: Actor = { subject: 'ana.ruiz', via: 'page', person: true }

/** A service and what is around it. */
export interface OpenRuns {
  service: RunService
  store: RunStore
  audit: ReturnType<typeof keepAudit>
  tenant: Tenant
  setup: RunsSetup
}

/** What a test says about its service; the rest is usual. */
export type RunsOptions = Partial<Omit<RunsSetup, 'audit'>> & { only?: Partial<Tenant> }

/** Makes a service of one tenant, which has the connections `acme` and `other`. */
export async function openRuns(own: Tenant, options: RunsOptions = {}): Promise<OpenRuns> {
  const { store = createMemoryStore(), only = {}, ...rest } = options
  const audit = keepAudit()
  const tenant = { ...own, ...only }
  const setup: RunsSetup = {
    store,
    audit,
    log: { line: () => {}, secret: () => {} },
    locale: 'en',
    tenant: async ({ connection }) => {
      if (!['acme', 'other'].includes(connection))
        throw new ActionError('NOT_FOUND', { reason: quoted(`no ${connection}`) })
      return tenant
    },
    ...rest,
  }
  return { service: createRunService(setup), store, audit, tenant, setup }
}

/** The tenant of the echo integration, which calls `url`. */
export async function echoTenant(url: string): Promise<Tenant> {
  const config = [{ values: { base_url: url, api_key: 'canary-of-the-api-key' } }]
  return { integration: await loadEcho(), config, env: {}, names: {} }
}

/** A service over the echo integration, and the wire that it calls. */
export async function openEcho(
  options: RunsOptions = {},
  answer: Parameters<typeof serve>[0] = (response) => reply(response, { ok: true }),
): Promise<OpenRuns & { wire: Wire }> {
  const wire = await serve(answer)
  return { ...(await openRuns(await echoTenant(wire.url), options)), wire }
}

/** A service over the integration of this repository and a simulated tenant. */
export async function openSimulated(options: RunsOptions = {}) {
  const { integration, simulator } = await openMimecast()
  const config = [{ values: { api_root: simulator.url, ...simulator.credentials.api2 } }]
  return {
    ...(await openRuns({ integration, config, env: {}, names: {} }, options)),
    simulator,
    config,
    integration,
  }
}

/** A write of the echo integration. */
export const write = (path = '/', more: Partial<Order> = {}): Order => ({
  integration: 'echo',
  action: 'call',
  connection: 'acme',
  parameters: { path },
  ...more,
})

/** A read of the echo integration. */
export const say = (text = 'hi', more: Partial<Order> = {}): Order => ({
  ...write(),
  action: 'say',
  parameters: { text },
  ...more,
})

/** The answer if it is no refusal. */
export function given<T extends Started | Plan | RunRecord | RunPage | object>(answer: T | Refusal): T {
  if ('refused' in answer) throw new Error(`refused: ${answer.refused.code} ${answer.refused.reason}`)
  return answer
}

/** The code of a refusal; `OK` if it is none. */
export const codeOf = (answer: object): string =>
  'refused' in answer ? (answer as Refusal).refused.code : 'OK'

/** Starts a run and waits for its end. */
export async function runToEnd(
  { service }: Pick<OpenRuns, 'service'>,
  actor: Actor,
  order: Order,
  how: Parameters<RunService['start']>[2] = {},
): Promise<RunRecord> {
  return given<Started>(await service.start(actor, order, how)).ended
}

/** Something to wait for, and the call that ends the wait. */
export function gate(): { opened: Promise<void>; open: () => void } {
  let open = (): void => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  onTestFinished(() => open())
  return { opened, open }
}
