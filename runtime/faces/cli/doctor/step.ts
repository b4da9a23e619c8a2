/** One step of `soar doctor`. */

/** One thing that was looked at. `ok` is null where a step before it made it pointless. */
export interface Step {
  step: string
  ok: boolean | null
  detail: string
  remedy?: string
}
