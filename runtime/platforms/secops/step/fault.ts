/** The error of a function in a placeholder. */

/** The problem, as the end of a sentence about the placeholder. */
export class PipeFault extends Error {}
