/** One step of `soar doctor`. */

/** One check. `ok` is null if an earlier step made it pointless. */
export interface Step {
  /** Present if there are several integrations. */
  integration?: string
  step: string
  ok: boolean | null
  detail: string
  remedy?: string
}
