/** The lines of an answer about failures and warnings. */
import type { Result } from '../../../contract/result.ts'
import { remedyOf } from '../../../i18n/sentences.ts'
import { modelLine } from '../../../safety/model-text.ts'
import type { Core } from '../../../service/service.ts'
import { cutText } from './fit.ts'
import type { Delivery } from './more.ts'

/** Maximum number of warnings, and of characters of one; together at most a quarter of the budget. */
const MOST_WARNINGS = 10
const LONGEST = 500

/** The code of a failure, what to do about it, and whether a retry helps. */
export function failureLines({ error }: Result, { id }: Delivery, { t, language }: Core): string[] {
  if (!error) return []
  const { code, retryable, retry_after_ms: pause } = error
  const retry = pause === undefined ? t('retry') : t('retry_after', { seconds: Math.ceil(pause / 1000) })
  // The remedy of the command line names its commands.
  const remedy =
    code === 'PARAMETER_INVALID'
      ? t('parameter_remedy', { page: `soar://actions/${id}` })
      : remedyOf(language, code)
  return [t('code', { code }), t('remedy', { remedy }), ...(retryable ? [retry] : [])]
}

/** The warnings of a result, each as one line. Warnings quote texts from outside. */
export function warningsOf({ warnings = [] }: Result, { t, budget }: Core): string[] {
  const longest = Math.min(LONGEST, budget / 4 / MOST_WARNINGS)
  const lines = warnings
    .slice(0, MOST_WARNINGS)
    .map((text) => t('warning', { text: modelLine(cutText(text, longest)) }))
  const more = warnings.length - lines.length
  return more > 0 ? [...lines, t('more_warnings', { count: more })] : lines
}
