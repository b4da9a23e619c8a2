/** Reads the context that was entered. */
import type { Json } from '../api/types.ts'

/** The context, or why it cannot be used. */
export type Context = { value: Json; fault?: undefined } | { fault: string }

/** Reads JSON text; empty text is an empty context. */
export function readContext(text: string): Context {
  if (text.trim() === '') return { value: {} }
  try {
    const value = JSON.parse(text) as Json
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? { value } : { fault: `${JSON.stringify(value).slice(0, 40)} is not an object.` }
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) }
  }
}

/** Whether there is anything in a context. */
export const isEmpty = (context: Json): boolean =>
  typeof context === 'object' && context !== null && Object.keys(context).length === 0
