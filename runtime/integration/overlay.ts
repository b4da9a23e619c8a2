/** The texts of an integration in one further language. */

/** The texts of one action in another language; an absent text falls back to the manifest. */
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
    /** Phrases of the client and the modules, by their English text. */
    phrases?: Record<string, string>
  }
  actions: Record<string, ActionTexts>
}
