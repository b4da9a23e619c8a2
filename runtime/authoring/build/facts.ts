/** Reads the facts about the sources of a build. */
import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { FileFacts } from '../../integration/facts.ts'

/** Reads the facts about files; paths are relative to the root. */
export const factsOf = (root: string, files: readonly string[]): FileFacts[] =>
  files.map((file) => {
    const { size, mtimeMs } = statSync(join(root, file))
    const hash = createHash('sha256')
      .update(readFileSync(join(root, file)))
      .digest('base64')
    return { file, size, mtimeMs, hash }
  })
