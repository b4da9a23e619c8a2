/** Prefers the sources beside the built product if they changed since the build. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Integration } from '../../runtime/integration/integration.ts'
import type { Sources } from '../../runtime/integration/prepared.ts'

/** The facts that the build recorded about a source file. */
export interface FileFacts {
  /** Relative to the root. */
  file: string
  size: number
  mtimeMs: number
  /** SHA-256 of the content, base64. */
  hash: string
}

/** File beside the built product that holds, by action id, the facts of the files it was built from. */
export const FACTS_FILE = '.sources.json'

/**
 * The sources in a folder, which may contain none.
 *
 * @param id of the integration that was built; the folder of another one is ignored
 * @param dist folder of the built product; without the file of facts in it nothing counts as changed
 */
export function checkout(root: string, id: string, dist: string): Sources {
  let facts: Facts | undefined
  let opening: Promise<Integration | undefined> | undefined
  const open = () => {
    opening ??= existsSync(join(root, 'integration.yaml')) ? load(root, id) : Promise.resolve(undefined)
    return opening
  }
  return {
    ids: async () => (await (await open())?.ids()) ?? [],
    newer: async (action) => {
      facts ??= readFacts(dist)
      if (facts === null) return undefined
      const files = facts.get(action)
      if (files?.every((facts) => isAsBuilt(root, facts))) return undefined
      const integration = await open()
      if (!integration || files?.every((facts) => hasContent(root, facts))) return undefined
      return files || (await integration.ids()).includes(action) ? integration.action(action) : undefined
    },
  }
}

/** By action id, which may be any text that a caller wrote. */
type Facts = ReadonlyMap<string, readonly FileFacts[]> | null

function readFacts(dist: string): Facts {
  try {
    return new Map(Object.entries(JSON.parse(readFileSync(join(dist, FACTS_FILE), 'utf8'))))
  } catch {
    return null
  }
}

async function load(root: string, id: string): Promise<Integration | undefined> {
  const { loadIntegration } = await import('../../runtime/integration/folder.ts')
  const integration = await loadIntegration(root)
  return integration.spec.id === id ? integration : undefined
}

function isAsBuilt(root: string, { file, size, mtimeMs }: FileFacts): boolean {
  const found = statSync(join(root, file), { throwIfNoEntry: false })
  return found?.size === size && found.mtimeMs === mtimeMs
}

/** A fresh checkout of the same sources has other dates. */
function hasContent(root: string, { file, hash }: FileFacts): boolean {
  try {
    const { createHash } = process.getBuiltinModule('node:crypto')
    return (
      createHash('sha256')
        .update(readFileSync(join(root, file)))
        .digest('base64') === hash
    )
  } catch {
    return false
  }
}
