/** The request: what a caller asks the runtime to do. */

/** What a caller asks for. Everything but `action` may be left out. */
export interface Request {
  /** The action's id, its file name under `manifests/`. */
  action: string
  /** Values by parameter name (or alias, or label in any case). Data: never rendered. */
  parameters?: Record<string, unknown>
  /** Templates by parameter name, written by a playbook's author; they win over `parameters`. */
  templates?: Record<string, string>
  /** What templates may look at: the case, the event, the row, the batch window. Data: never rendered. */
  context?: Record<string, unknown>
  /** Values of the integration's configuration; what is absent comes from the environment, then the default. */
  config?: Record<string, unknown>
  /** What the previous run handed out as `state`. */
  state?: unknown
  /** `en`, `fr`, `ja`, …; default `SOAR_LOCALE`, then the integration's first. */
  locale?: string
  /** Milliseconds the whole run may take. Default 60000. */
  timeout_ms?: number
  /** Run the module with a transport that sends nothing and answer the first request. */
  dry_run?: boolean
}
