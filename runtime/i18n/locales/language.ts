/** What one language of the runtime consists of; the English texts are the model. */
import type { Code } from '../../contract/codes.ts'
import type * as en from './en.ts'

/** Every sentence of the runtime in one language. `en.ts` explains the placeholders. */
export interface Language {
  /** The language's own name for itself. */
  name: string
  /** The sentence of each code. */
  errors: Record<Code, string>
  /** What to do about each code; the English ones are part of the table of codes. */
  remedies?: Record<Code, string>
  /** Broken rules. */
  problems: Record<keyof typeof en.problems, string>
  /** Sentences that are not failures. */
  phrases: Record<keyof typeof en.phrases, string>
  /** What an MCP server says to its clients. */
  server: Record<keyof typeof en.server, string>
  /** Phrases said inside the code, by their English. */
  reasons: Readonly<Record<string, string>>
}
