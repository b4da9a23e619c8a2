/** What is wrong with the result of a run that met a fault. */
import type { Result } from '../../runtime/contract/result.ts'
import { languages } from '../../runtime/i18n/locales/index.ts'
import type { FaultCase, Verdict } from './catalogue.ts'

const LANGUAGES: Record<string, { errors: Record<string, string> }> = Object.fromEntries(
  await Promise.all(Object.entries(languages).map(async ([locale, load]) => [locale, await load()] as const)),
)

/** What the run was to come to. */
export interface Expected {
  verdict: Verdict
  locale: string
  fault: FaultCase
  effect: 'read' | 'write' | 'destructive'
}

/** Everything that is not as it must be; `arrived` are the requests that reached the tenant. */
export function complaintsAbout(result: Result, arrived: readonly string[], expected: Expected): string[] {
  const { locale, fault, effect } = expected
  const found: string[] = []
  const { error } = result
  const code = result.is_success ? 'success' : error?.code
  const { or } = expected.verdict
  const verdict: Verdict = or && or.code === code ? or : expected.verdict
  if (code !== verdict.code) found.push(`came to ${code}, not ${verdict.code}: ${result.output_message}`)
  if (error && error.retryable !== verdict.retryable) found.push(`retryable is ${error.retryable}`)
  if (result.output_message.trim() === '') found.push('says nothing')
  if (error) found.push(...unsaid(error.reason, error.code, locale))
  if (fault.id === '429-late' && error?.retry_after_ms !== fault.fault?.rate_limited_ms)
    found.push(`retry_after_ms is ${error?.retry_after_ms}`)
  if (fault.unreachable && arrived.length > 0) found.push('something arrived at the tenant')
  const doubled = arrived.length !== new Set(arrived).size
  if (effect !== 'read' && code === 'OUTCOME_UNKNOWN' && doubled) found.push('the write was sent twice')
  if (/undefined|\[object |NaN|\{\w+\}|\[\[/.test(error?.reason ?? '')) found.push(`says ${error?.reason}`)
  return found
}

/** The fixed words of the code's sentence in the run's language that are not in `reason`: the remedy is among them. */
function unsaid(reason: string, code: string, locale: string): string[] {
  const sentence = LANGUAGES[locale]?.errors[code]
  if (sentence === undefined) return [`no sentence for ${code} in ${locale}`]
  const fixed = sentence.replace(/\[\[.*?\]\]/g, '{}').split(/\{\w*\}/)
  const missing = fixed
    .map((words) => words.trim())
    .filter((words) => words !== '' && !reason.includes(words))
  return missing.map((words) => `does not say "${words}"`)
}
