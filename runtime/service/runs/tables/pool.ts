/** The size of the pool that the table runs of a connection share. */

/** Rows of one connection at once, over all its table runs. */
export const POOL = 16
