/**
 * The connector against a simulated tenant in which only what a test puts there was received. Its alerts are read in the form
 * of Google SecOps, as they are stored there.
 */
import { vi } from 'vitest'
import type { MessageTracking } from '../../../../actions/tracking/types.gen.ts'
import type { Json } from '../../../../runtime/contract/json.ts'
import type { Result } from '../../../../runtime/contract/result.ts'
import type { Case } from '../../../../runtime/platforms/secops/alerts/case.ts'
import { casesOf } from '../../../../runtime/platforms/secops/alerts/cases.ts'
import { readCaseSettings } from '../../../../runtime/platforms/secops/alerts/settings.ts'
import type { PerformOptions, RunOptions } from '../../../../runtime/run/options.ts'
import type { SeedMail, SimulatorOptions } from '../../../../simulator/index.ts'
import { type MimecastTenant, openMimecast } from '../../../support/mimecast.ts'

/** A domain of which the story of the tenant knows nothing. */
export const DOMAIN = 'corp.test'
export const SEARCH = '/api/message-finder/search'
export const INFO = '/api/message-finder/get-message-info'
export const HOLD_LIST = '/api/gateway/get-hold-message-list'
export const DETAIL = '/api/gateway/message/get-message-detail'
export const FILE = '/api/gateway/message/get-file'

export type Output = MessageTracking['result']
export type State = Record<string, unknown> & { ids: string[]; timestamp?: number; from: number }

/** One run, read as the platform reads it. */
export interface Ran extends Omit<Output, 'alerts' | 'counts'> {
  alerts: Case[]
  overflow: unknown[]
  counts: Output['counts'] & { overflow: number }
  result: Result
  state: State
  /** ticket ids of the alerts */
  tickets: string[]
}

export interface Tenant extends Omit<MimecastTenant, 'run'> {
  /** One run of the connector; fails the test when the run fails. */
  connect(
    parameters?: Record<string, unknown>,
    state?: unknown,
    options?: RunOptions & PerformOptions,
  ): Promise<Ran>
  /** The same, whatever it comes to. */
  attempt(
    parameters?: Record<string, unknown>,
    state?: unknown,
    options?: RunOptions & PerformOptions,
  ): Promise<Result>
  /** Puts held mail to someone of the domain into the tenant. Message-IDs are `<name>@sender.test`. */
  receive(...mails: (SeedMail & { name: string })[]): string[]
  /** Lets time pass, for the product and for the tenant. */
  pass(minutes: number): void
}

export async function openTenant(
  options: SimulatorOptions & { generation?: '1.0' | '2.0' } = {},
): Promise<Tenant> {
  const tenant = await openMimecast(options)
  const { manifest } = await tenant.integration.action('message-tracking')
  const settingsOf = (parameters: Record<string, unknown>) =>
    readCaseSettings(manifest.parameters, parameters, parameters.test_run === true)
  const attempt: Tenant['attempt'] = (parameters = {}, state = null, runOptions = {}) => {
    const reading = { found: { parameters: settingsOf(parameters).problems } }
    const options = { reading, ...runOptions }
    return tenant.run('message-tracking', { domains: DOMAIN, ...parameters }, { state }, options)
  }
  return {
    ...tenant,
    attempt,
    connect: async (parameters = {}, before, runOptions) => {
      const result = await attempt(parameters, before, runOptions)
      if (!result.is_success) throw new Error(result.output_message)
      const output = result.json_result as unknown as Output
      const made = casesOf(output, result.state as Json | undefined, settingsOf(parameters).settings)
      const [alerts, overflow] = [made.cases as Case[], made.overflow]
      return {
        ...output,
        alerts,
        overflow,
        counts: { ...output.counts, alerts: alerts.length, overflow: overflow.length },
        result,
        state: made.state as State,
        tickets: alerts.map((alert) => alert.ticket_id),
      }
    },
    receive: (...mails) =>
      tenant.simulator
        .seed({
          mails: mails.map(({ name, ...mail }) => ({
            to: [`user@${DOMAIN}`],
            from: 'mallory@sender.test',
            subject: `Subject of ${name}`,
            message_id: idOf(name),
            ...mail,
          })),
        })
        .map(({ tracking_id }) => tracking_id),
    pass: (minutes) => {
      vi.setSystemTime(Date.now() + minutes * 60_000)
    },
  }
}

/** The Message-ID of a mail that `receive` made. */
export const idOf = (name: string): string => `${name}@sender.test`
