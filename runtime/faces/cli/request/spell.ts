/** Writes a result in the dialect of a command line that could not be parsed. */
import type { Result } from '../../../contract/result.ts'
import type { Dialect } from '../../../platforms/dialect.ts'
import { connectorDialects, dialects } from '../../../platforms/registry.ts'

/** All that goes to stdout. `argv` are the words after `soar`, valid or not. */
export async function spell(result: Result, argv: readonly string[]): Promise<string> {
  const known: Readonly<Record<string, () => Promise<Dialect>>> =
    argv[0] === 'connect' ? connectorDialects : dialects
  const name = dialectNamed(argv) ?? 'plain'
  const load = Object.hasOwn(known, name) ? known[name] : dialects.plain
  return load ? (await load()).write(result, []) : `${JSON.stringify(result)}\n`
}

/** The last `--dialect` on a command line. */
export function dialectNamed(argv: readonly string[]): string | undefined {
  const at = argv.findLastIndex((word) => /^--dialect(?:=|$)/.test(word))
  return at < 0 ? undefined : (/^--dialect=(.*)$/s.exec(argv[at] ?? '')?.[1] ?? argv[at + 1])
}
