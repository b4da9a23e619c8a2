/** Prefers the sources beside a built integration if they changed since the build. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { FACTS_FILE, type FileFacts, openFacts, type WrittenFacts } from '../../runtime/integration/facts.ts'
import type { Integration } from '../../runtime/integration/integration.ts'
import type { Sources } from '../../runtime/integration/prepared.ts'

/**
 * Whether the sources that all actions share are those that were built; undefined if that cannot be said, because there are
 * no sources or no facts about them.
 */
export function isCurrent(root: string, facts: WrittenFacts | undefined): boolean | undefined {
  if (!facts || !existsSync(join(root, 'integration.yaml'))) return undefined
  const shared = facts.shared()
  return shared.every((file) => isAsBuilt(root, file)) || shared.every((file) => hasContent(root, file))
}

/**
 * The sources in a folder, which may contain none.
 *
 * @param id of the integration that was built; the folder of another one is ignored
 * @param facts about the sources of the build; without them nothing counts as changed
 */
export function checkout(root: string, id: string, facts: WrittenFacts | undefined): Sources {
  let opening: Promise<Integration | undefined> | undefined
  const open = () => {
    opening ??= existsSync(join(root, 'integration.yaml')) ? load(root, id) : Promise.resolve(undefined)
    return opening
  }
  return {
    ids: async () => (await (await open())?.ids()) ?? [],
    newer: async (action) => {
      if (!facts) return undefined
      const files = facts.action(action)
      if (files?.every((facts) => isAsBuilt(root, facts))) return undefined
      const integration = await open()
      if (!integration || files?.every((facts) => hasContent(root, facts))) return undefined
      return files || (await integration.ids()).includes(action) ? integration.action(action) : undefined
    },
  }
}

/** The facts in the folder of a built integration; undefined if it has none. */
export function readFacts(dist: string): WrittenFacts | undefined {
  try {
    return openFacts(readFileSync(join(dist, FACTS_FILE)))
  } catch {
    return undefined
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
