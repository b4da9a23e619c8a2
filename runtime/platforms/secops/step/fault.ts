/** The error of a function in a placeholder. */

/** What cannot be done, as the end of a sentence about the placeholder. */
export class PipeFault extends Error {}
