/** One step of `soar doctor`. */

/** One check. `ok` is null if an earlier step made it pointless. */
export interface Step {
  step: string
  ok: boolean | null
  detail: string
  remedy?: string
}
