/** Completes the variables of resource templates. */
import type { CompleteResult, ResourceTemplateType } from '@modelcontextprotocol/server'
import type { Core } from '../../service/service.ts'

const ACTION = 'soar://actions/{id}'
const RESULT = 'soar://results/{number}'

/** Maximum number of values that the protocol allows. */
const MOST = 100

/** The templates of the resources that are listed. */
export const resourceTemplates = ({ t }: Core): ResourceTemplateType[] => [
  { uriTemplate: ACTION, name: 'action', title: t('action_pages'), mimeType: 'text/markdown' },
  { uriTemplate: RESULT, name: 'result', title: t('last_results'), mimeType: 'application/json' },
]

/** What a client completes: a variable of a template, or an argument of a prompt, for which no values are known. */
export interface Completion {
  ref: { type: string; uri?: string | undefined }
  argument: { value: string }
}

/** Returns the values that begin like the written one. */
export function complete(
  { offers, results }: Core,
  { ref, argument }: Completion,
  subject: string | undefined,
): CompleteResult {
  const known =
    ref.uri === ACTION
      ? [...offers.tools.values()].map(({ id }) => id)
      : ref.uri === RESULT
        ? results.list(subject).map(({ number }) => String(number))
        : []
  const values = known.filter((value) => value.startsWith(argument.value))
  return {
    completion: { values: values.slice(0, MOST), total: values.length, hasMore: values.length > MOST },
  }
}
