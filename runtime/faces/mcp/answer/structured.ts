/** The structured content of an answer, for clients that show models nothing else. */
import { isRecord, type Json } from '../../../contract/json.ts'
import type { Result } from '../../../contract/result.ts'
import type { Translate } from '../../../i18n/sentences.ts'
import { modelData } from '../../../safety/model-text.ts'
import type { JsonSchema } from '../../../schema/validate.ts'
import { fitRows, fitValue, sizeOf } from './fit.ts'
import { type Delivery, moreOf } from './more.ts'

/** The field with the facts about the answer. It comes first, so that a model reads the notice before the data. */
export const ABOUT = 'soar'

/** The schema of that field. */
export const aboutSchema = (t: Translate): JsonSchema => ({
  type: 'object',
  description: t('about'),
  required: ['notice', 'message'],
  properties: {
    notice: { type: 'string' },
    message: { type: 'string' },
    warnings: { type: 'array', items: { type: 'string' } },
    code: { type: 'string' },
    help: { type: 'array', items: { type: 'string' } },
    undo: {
      type: 'object',
      required: ['tool', 'arguments'],
      properties: { tool: { type: 'string' }, arguments: { type: 'object' } },
    },
    offset: { type: 'integer' },
    shown: { type: 'integer' },
    total: { type: 'integer' },
    next_offset: { type: 'integer' },
    more: { type: 'array', items: { type: 'string' } },
  },
})

/** Room for the facts about what is not shown. */
const REST = 500

/**
 * Returns the content. Clients validate it against the tool's output schema, also if the call failed, so there is none if
 * the result violates its own schema.
 *
 * @param data the rows that are asked for, or the object
 */
export function structured(
  { error, json_result: all }: Result,
  data: Json,
  delivery: Delivery,
  facts: Record<string, Json>,
  budget: number,
  t: Translate,
): Record<string, Json> | undefined {
  if (error?.code === 'OUTPUT_INVALID') return undefined
  const most = Math.max(budget - sizeOf(facts) - REST, REST)
  if (Array.isArray(data) && Array.isArray(all)) {
    // Every row takes at least two characters.
    const { rows, isCut } = fitRows(data.slice(0, most).map(modelData), most)
    const { next, sentences } = moreOf({ shown: rows.length, isCut }, all, delivery, t)
    const counts = { offset: delivery.offset ?? 0, shown: rows.length, total: all.length }
    const more = { ...(next === undefined ? {} : { next_offset: next }), ...listed(sentences) }
    return { [ABOUT]: { ...facts, ...counts, ...more }, rows }
  }
  if (!isRecord(data)) return undefined
  const whole = modelData(data)
  const value = fitValue(whole, most)
  if (!isRecord(value)) return undefined
  const { sentences } = moreOf({ shown: 1, isCut: value !== whole }, all, delivery, t)
  // A field of the data with this name must not replace the facts.
  const { [ABOUT]: own, ...fields } = value
  const kept = own === undefined ? fields : { ...fields, [`${ABOUT}_`]: own }
  return { [ABOUT]: { ...facts, ...listed(sentences) }, ...kept }
}

const listed = (sentences: string[]): Record<string, Json> =>
  sentences.length > 0 ? { more: sentences } : {}
