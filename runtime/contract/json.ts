/** Plain data: what JSON can express. */

/** Plain data: what JSON can say. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** One row of a result: a flat or nested object of plain data. */
export type Row = { [key: string]: Json }
