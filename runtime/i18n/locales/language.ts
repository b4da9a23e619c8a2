/** What a language of the runtime consists of. */
import type { Code } from '../../contract/codes.ts'
import type * as en from './en.ts'

/** Every sentence of the runtime in one language. `en.ts` explains the placeholders. */
export interface Language {
  /** The language's name in the language itself. */
  name: string
  /** The sentence of each code. */
  errors: Record<Code, string>
  /** What to do about each code; the English ones are part of the table of codes. */
  remedies?: Record<Code, string>
  /** The sentence of each rule. */
  problems: Record<keyof typeof en.problems, string>
  /** Sentences that are not failures. */
  phrases: Record<keyof typeof en.phrases, string>
  /** Sentences of the MCP server. */
  server: Record<keyof typeof en.server, string>
  /** Phrases of the code, by their English text. */
  reasons: Readonly<Record<string, string>>
}
