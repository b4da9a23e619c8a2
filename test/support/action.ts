/** The table test of one action: exact request and result, and the paths that are not happy. */
import { describe, expect, test } from 'vitest'
import type { Result } from '../../runtime/contract/result.ts'
import type { Fault, SimulatorOptions } from '../../simulator/index.ts'
import { GENERATED, GENERATIONS, type MimecastTenant, openMimecast } from './mimecast.ts'

/** One request as the simulator received it. */
export interface Sent {
  /** Default POST. */
  method?: string
  /** The query string. */
  query?: string
  body?: unknown
}

/** One run with its expected outcome. */
export interface Case {
  /** Default: those of the example. */
  parameters?: Record<string, unknown>
  options?: SimulatorOptions & { generation?: (typeof GENERATIONS)[number] }
  faults?: Fault[]
  /** Prepares the tenant. */
  before?: (tenant: MimecastTenant) => unknown
  /** The requests at the path; default: not looked at. */
  sends?: readonly Sent[]
  /** The expected `json_result`, or a matcher. */
  result?: unknown
  /** The error code of a failure. */
  code?: string
  /** A part of the message. */
  says?: string
  /** Looks at the tenant or at the result afterwards. */
  after?: (tenant: MimecastTenant, result: Result) => unknown
}

/** What is particular about an action. */
export interface Subject {
  /** The path of its main request. */
  path: string
  /** The requests at that path when the example runs. */
  sends: readonly Sent[]
  /** API generations that it works with; default both. */
  generations?: readonly (typeof GENERATIONS)[number][]
  /** The example's result counts generated rows, too. */
  generated?: true
  /** Response of a role without the permission; default status 403. */
  forbidden?: false
  /** For a list: parameters, and the number of rows that exist for them, at least 2. */
  pages?: { parameters: Record<string, unknown>; rows: number; limit?: string; options?: SimulatorOptions }
  /** Further runs by name. */
  cases: Record<string, Case>
}

/** Declares the tests of an action. */
export function describeAction(id: string, subject: Subject): void {
  const { path, sends, generations = GENERATIONS, generated, forbidden, pages, cases } = subject
  describe(id, () => {
    test.each(generations)('sends exactly this for its example, with API %s', async (generation) => {
      const tenant = await openMimecast({ generation, sizes: generated ? GENERATED : {} })
      const { result, manifest } = await runExample(tenant, id)
      expect(result.error).toBeUndefined()
      expect(sentTo(tenant, path)).toEqual(whole(sends))
      expect(result.json_result).toEqual(manifest.example.result)
    })

    test('a dry run sends nothing', async () => {
      const tenant = await openMimecast()
      const { result } = await runExample(tenant, id, { dry_run: true })
      expect(result.error).toBeUndefined()
      expect(tenant.simulator.counters.total).toBe(0)
    })

    if (forbidden !== false)
      test('without the permission, the run fails and names it', async () => {
        const tenant = await openMimecast({ sizes: {}, faults: [{ path, status: 403 }] })
        const { result, manifest } = await runExample(tenant, id)
        expect(result.error?.code).toBe('PERMISSION_DENIED')
        for (const permission of manifest.permissions) expect(result.output_message).toContain(permission)
      })

    test('an unclear answer is never a success', async () => {
      const tenant = await openMimecast({ sizes: {}, faults: [{ path, cut: 'after' }] })
      const { result, manifest } = await runExample(tenant, id, {}, { transport: { retry: false } })
      expect(result.error?.code).toBe(manifest.effect === 'read' ? 'NETWORK_FAILED' : 'OUTCOME_UNKNOWN')
      expect(result.error?.retryable).toBe(manifest.idempotent)
    })

    if (pages)
      test('lists all pages, and no more than the limit', async () => {
        const { parameters, rows, limit = 'limit', options = {} } = pages
        const tenant = await openMimecast({ sizes: {}, ...options, page_max: 1 })
        const all = await tenant.run(id, parameters, {}, { experimental: true })
        expect(all.json_result).toHaveLength(rows)
        const whole = sentTo(tenant, path).length
        const some = await tenant.run(id, { ...parameters, [limit]: 1 }, {}, { experimental: true })
        expect(some.json_result).toEqual((all.json_result as unknown[]).slice(0, 1))
        expect(some.output_message).toContain('The limit was reached; there may be more.')
        expect([whole, sentTo(tenant, path).length - whole]).toEqual([rows, 1])
      })

    test.each(Object.entries(cases))('%s', async (_, one) => {
      const tenant = await openMimecast({ sizes: {}, faults: one.faults ?? [], ...one.options })
      await one.before?.(tenant)
      const sentBefore = sentTo(tenant, path).length
      const { result } = await runExample(tenant, id, one.parameters ? { parameters: one.parameters } : {})
      if (one.code === undefined) expect(result.error).toBeUndefined()
      else expect(result.error?.code).toBe(one.code)
      if (one.says !== undefined) expect(result.output_message).toContain(one.says)
      if (one.sends) expect(sentTo(tenant, path).slice(sentBefore)).toEqual(whole(one.sends))
      if (Object.hasOwn(one, 'result')) expect(result.json_result).toEqual(one.result)
      await one.after?.(tenant, result)
    })
  })
}

/** Runs the example of an action; `more` replaces fields of the request. */
export async function runExample(
  { integration, run }: MimecastTenant,
  id: string,
  more: Record<string, unknown> = {},
  options: Parameters<MimecastTenant['run']>[3] = {},
) {
  const { manifest } = await integration.action(id)
  const { parameters, context = {} } = manifest.example
  const result = await run(
    id,
    (more.parameters ?? parameters) as Record<string, unknown>,
    { context, ...without(more, 'parameters') },
    { experimental: true, ...options },
  )
  return { result, manifest }
}

const without = (fields: Record<string, unknown>, name: string) =>
  Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name))

const whole = (sends: readonly Sent[]): Sent[] => sends.map((one) => ({ method: 'POST', query: '', ...one }))

/** The requests that arrived at a path, in order. */
export const sentTo = ({ simulator }: MimecastTenant, path: string): Sent[] =>
  simulator.requests
    .filter((request) => request.path === path)
    .map(({ method, query, body }) => ({ method, query, ...(body !== undefined && { body }) }))
