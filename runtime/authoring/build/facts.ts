/** Reads the facts about the sources of a build. */
import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { FileFacts } from '../../integration/facts.ts'
import type { IntegrationBundle } from './bundle.ts'

/** Reads the facts about files; paths are relative to the root. */
export const factsOf = (root: string, files: readonly string[]): FileFacts[] =>
  files.map((file) => {
    const { size, mtimeMs } = statSync(join(root, file))
    const hash = createHash('sha256')
      .update(readFileSync(join(root, file)))
      .digest('base64')
    return { file, size, mtimeMs, hash }
  })

/** Files, and the sources of the integration that they import, directly or not. */
export function closureOf({ metafile, sources }: IntegrationBundle, files: readonly string[]): string[] {
  const own = new Set(sources)
  const found = new Set<string>()
  const visit = (file: string): void => {
    if (found.has(file)) return
    found.add(file)
    for (const { path } of metafile.inputs[file]?.imports ?? []) if (own.has(path)) visit(path)
  }
  for (const file of files) visit(file)
  return [...found]
}
