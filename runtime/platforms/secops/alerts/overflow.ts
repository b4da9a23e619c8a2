/** Withholds alerts of one kind when there are too many. */
import { isRecord } from '../../../contract/json.ts'
import type { Case } from './case.ts'

/** Times of alerts by kind, in the platform's own form. Source: docs/platforms/secops-connector.md#overflow. */
export type OverflowCache = Record<string, { digestion_times: number[]; last_notification_time: number }>

/** Settings in the platform's form; missing ones have the platform's default. */
export interface OverflowSettings {
  is_overflow_enabled?: boolean
  is_environment_considered?: boolean
  is_product_considered?: boolean
  is_rule_generator_considered?: boolean
  max_alerts_in_time_period?: number
  time_period_in_min?: number
}

const MOST = 50
const MINUTES = 10

/** The cache in the state of the previous run. */
export const readCache = (value: unknown): OverflowCache =>
  isRecord(value) ? (structuredClone(value) as OverflowCache) : {}

/** Counts an alert in `cache` and returns whether it exceeds the limit. Without settings, none does. */
export function isOverflow(
  alert: Case,
  settings: OverflowSettings | undefined,
  cache: OverflowCache,
  now: number,
): boolean {
  if (!settings || settings.is_overflow_enabled === false) return false
  const span = (settings.time_period_in_min ?? MINUTES) * 60_000
  for (const [key, entry] of Object.entries(cache)) {
    entry.digestion_times = entry.digestion_times.filter((time) => now - time <= span)
    if (entry.digestion_times.length === 0) delete cache[key]
  }
  const kind = kindOf(alert, settings)
  const known = Object.hasOwn(cache, kind) ? cache[kind] : undefined
  const entry = known ?? { digestion_times: [], last_notification_time: 0 }
  const over = entry.digestion_times.length >= (settings.max_alerts_in_time_period ?? MOST)
  entry.digestion_times.push(now)
  if (over) entry.last_notification_time = now
  cache[kind] = entry
  return over
}

function kindOf(alert: Case, settings: OverflowSettings): string {
  const parts = [
    settings.is_environment_considered !== false && `|${alert.environment}`,
    settings.is_product_considered !== false && `|${alert.device_product}`,
    settings.is_rule_generator_considered !== false && `|${alert.rule_generator}`,
  ]
  return parts.filter((part) => part !== false).join('')
}

/** The data about a withheld alert that the platform receives. */
export const overflowOf = (alert: Case, connector: string, now: number) => ({
  environment: alert.environment,
  source_system_name: alert.device_vendor,
  connector_identifier: connector,
  original_file_path: '',
  original_file_content: '',
  ingestion_time: now,
  alert_identifier: alert.ticket_id,
  alert_name: alert.rule_generator,
  product: alert.device_product,
  source_ip: '',
  source_host: '',
  destination_ip: '',
  destination_host: '',
  siem_alert_id: '',
  source_system_url: '',
  source_rule_identifier: '',
})
