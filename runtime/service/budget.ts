/** Size of one answer to a model, in characters. */

/** Default size. */
export const BUDGET = 20_000

/** Smallest size: data needs room beside the message. */
export const SMALLEST_BUDGET = 4_000

/** Largest size: clients refuse messages of more than 10 MiB, and an answer has its data twice. */
export const LARGEST_BUDGET = 1_000_000
