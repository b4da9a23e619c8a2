/** The texts of an integration in one further language. */

/** The texts of one action in another language; an absent text falls back to the manifest. */
export interface ActionTexts {
  name?: string
  description?: string
  deprecated?: string
  experimental?: string
  notes?: string[]
  parameters?: Record<string, { label?: string; description?: string }>
  undo?: { none?: string | undefined }
  messages?: Record<string, string>
}

/** One language of an integration: its own texts, and those of actions without a file of their own, by id. */
export interface Overlay {
  integration?: {
    description?: string
    messages?: Record<string, string>
    config?: ActionTexts['parameters']
    /** Names of the areas, by folder. */
    areas?: Record<string, string>
    /** Phrases of the client and the modules, by their English text. */
    phrases?: Record<string, string>
  }
  actions: Record<string, ActionTexts>
}
