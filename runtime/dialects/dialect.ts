/** How one platform spells a request and a result. */
import type { Result } from '../types.ts'

/** A pair of pure functions and the platform's idea of an exit code. */
export interface Dialect {
  /** What came in, as a request that is not checked yet. Throws REQUEST_INVALID. */
  read(text: string): unknown
  /** Everything that goes to stdout. */
  write(result: Result): string
  exitCode(result: Result): number
}

/** The dialects by the name `--dialect` takes, each loaded when it is asked for. */
export const dialects: Readonly<Record<string, () => Promise<Dialect>>> = {
  plain: async () => (await import('./plain.ts')).plain,
}
