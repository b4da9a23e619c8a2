/** The texts of an integration in one other language. */

/** The texts of one action in another language; what is absent stays as the manifest has it. */
export interface ActionTexts {
  name?: string
  description?: string
  deprecated?: string
  notes?: string[]
  parameters?: Record<string, { label?: string; description?: string }>
  messages?: Record<string, string>
}

/** One language of an integration: the texts of the integration itself and of each action by id. */
export interface Overlay {
  integration?: {
    description?: string
    messages?: Record<string, string>
    config?: ActionTexts['parameters']
    /** What the client and the modules say themselves, by its English. */
    phrases?: Record<string, string>
  }
  actions: Record<string, ActionTexts>
}
