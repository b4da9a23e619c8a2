/** Completes the variables of resource templates and the arguments of prompts. */
import type { CompleteResult, ResourceTemplateType } from '@modelcontextprotocol/server'
import { isRecord, type Json } from '../../contract/json.ts'
import type { Result } from '../../contract/result.ts'
import type { PromptArgument } from '../../integration/prompts.ts'
import { modelLine } from '../../safety/model-text.ts'
import type { Core } from '../../service/service.ts'
import { CONNECTION, type Owned, promptsOf } from './prompts.ts'

const ACTION = 'soar://actions/{id}'
const RESULT = 'soar://results/{number}'

/** Maximum number of values that the protocol allows. */
const MOST = 100

/** Maximum length of a suggested value in characters. */
const LONGEST = 200

/** Maximum length of a result in characters that is read for its values: clients ask at every key. */
const LARGEST = 400_000

/** The templates of the resources that are listed. */
export const resourceTemplates = ({ t }: Core): ResourceTemplateType[] => [
  { uriTemplate: ACTION, name: 'action', title: t('action_pages'), mimeType: 'text/markdown' },
  { uriTemplate: RESULT, name: 'result', title: t('last_results'), mimeType: 'application/json' },
]

/** What a client completes: a variable of a template, or an argument of a prompt. */
export interface Completion {
  ref: { type: string; uri?: string | undefined; name?: string | undefined }
  argument: { name: string; value: string }
}

/** Returns the values that begin like the written one, in any letter case. */
export function complete(
  core: Core,
  { ref, argument }: Completion,
  subject: string | undefined,
): CompleteResult {
  const written = argument.value.toLowerCase()
  const known =
    ref.uri === undefined
      ? suggested(core, ref.name ?? '', argument.name, subject)
      : listed(core, ref.uri, subject)
  const values = known.filter((value) => value.toLowerCase().startsWith(written))
  return {
    completion: { values: values.slice(0, MOST), total: values.length, hasMore: values.length > MOST },
  }
}

/** The values of the variable of a template. */
function listed({ offers, results }: Core, uri: string, subject: string | undefined): string[] {
  if (uri === ACTION) return [...offers.tools.values()].map(({ id }) => id)
  return uri === RESULT ? results.list(subject).map(({ number }) => String(number)) : []
}

/** The values of an argument: those of its declaration, then those in earlier results of the same caller. */
function suggested(core: Core, prompt: string, name: string, subject: string | undefined): string[] {
  const prompts = promptsOf(core)
  const owned = Object.hasOwn(prompts, prompt) ? prompts[prompt] : undefined
  if (owned?.served.connections !== undefined && name === CONNECTION)
    return owned.served.connections.map(({ connection }) => connection)
  if (owned === undefined || !Object.hasOwn(owned.prompt.arguments, name)) return []
  const blank = owned.prompt.arguments[name]
  return blank === undefined
    ? []
    : [...new Set([...(blank.values ?? []), ...seen(core, owned, blank, subject)])]
}

function seen(
  { offers, results }: Core,
  { served }: Owned,
  { values_from: from = {} }: PromptArgument,
  subject: string | undefined,
): string[] {
  const fields = new Map(
    [...offers.tools.values()]
      .filter(
        (offer) => offer.served.integration === served.integration && Object.hasOwn(from, offer.action.id),
      )
      .map((offer) => [offer.id, from[offer.action.id] ?? '']),
  )
  return results.list(subject).flatMap(({ id, text }) => {
    const field = fields.get(id)
    return field === undefined || text.length > LARGEST
      ? []
      : valuesIn((JSON.parse(text) as Result).json_result, field)
  })
}

/** The texts of a field. They are data from outside, which a person reads. */
function valuesIn(data: Json, field: string): string[] {
  return [data].flat().flatMap((row) => {
    const value = isRecord(row) ? row[field] : undefined
    return typeof value === 'string' && value !== '' && value.length <= LONGEST ? [modelLine(value)] : []
  })
}
