/** Answers of the server itself, without a result of an action. */
import type { CallToolResult } from '@modelcontextprotocol/server'
import type { Translate } from '../../../i18n/sentences.ts'
import { modelLine } from '../../../safety/model-text.ts'

/** The codes: the action did not run, or its answer could not be delivered. */
export type ServerCode = 'NOT_CONFIRMED' | 'AUDIT_FAILED' | 'RESULT_TOO_LARGE' | 'PARAMETER_INVALID'

/** An answer of the server itself. */
export function refusalAnswer(
  code: ServerCode,
  reason: string,
  remedy: string,
  t: Translate,
): CallToolResult {
  const text = [modelLine(reason), t('code', { code }), t('remedy', { remedy })].join('\n')
  return {
    content: [{ type: 'text', text }],
    isError: true,
    _meta: { 'soar/error': { code, reason: modelLine(reason), retryable: false } },
  }
}
