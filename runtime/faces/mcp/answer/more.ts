/** Says what an answer leaves out and how to read it. */
import type { Json } from '../../../contract/json.ts'
import type { Translate } from '../../../i18n/sentences.ts'

/** Name of the tool that reads stored results. */
export const READ_RESULT = 'soar_read_result'

/** The part of a result that is asked for, and where the rest can be read. */
export interface Delivery {
  /** Display name of the action. */
  name: string
  /** Its id, for its reference page. */
  id: string
  /** Number of the stored result; absent if the result is too large to store. */
  number?: number | undefined
  /** The first row, from 0; default 0. */
  offset?: number
  /** Maximum number of rows; default all that fit. */
  limit?: number
  /** The tool that undoes what the call changed, and its arguments. */
  undo?: UndoCall | undefined
}

/** A call that takes back another one. */
export interface UndoCall {
  tool: string
  arguments: Record<string, Json>
}

/** What one form of an answer shows. */
export interface Shown {
  /** Rows shown. */
  shown: number
  /** Whether values are cut. */
  isCut: boolean
}

/** What is left out. */
export interface More {
  /** The row to continue with; absent after the last one. */
  next?: number
  /** What is shown, and the calls that return the rest. */
  sentences: string[]
}

/** Compares what is shown with the whole data. */
export function moreOf({ shown, isCut }: Shown, all: Json, delivery: Delivery, t: Translate): More {
  const { number, offset = 0 } = delivery
  const call = (more: Record<string, number>): string =>
    `${READ_RESULT} ${JSON.stringify({ result: number, ...more })}`
  const sentences: string[] = []
  const next = Array.isArray(all) && offset + shown < all.length ? offset + shown : undefined
  if (next !== undefined && Array.isArray(all)) {
    sentences.push(t('rows_shown', { first: offset, next, count: all.length }))
    if (number !== undefined) sentences.push(t('more_rows', { call: call({ offset: next }) }))
  }
  if (isCut) {
    const row = Array.isArray(all) ? { row: offset } : {}
    sentences.push(t('values_cut'), ...(number === undefined ? [] : [t('more_values', { call: call(row) })]))
  }
  if (sentences.length > 0 && number === undefined) sentences.push(t('not_kept'))
  return { ...(next === undefined ? {} : { next }), sentences }
}
