/** Plain data: what JSON can express. */

/** Plain data: what JSON can say. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** One row of a result: a flat or nested object of plain data. */
export type Row = { [key: string]: Json }

/** True for an object with keys, such as `{}` in JSON; false for null, lists and everything else. */
export const isRecord = <V = unknown>(value: unknown): value is Record<string, V> =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
