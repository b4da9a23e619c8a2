/** Prefers the sources beside a built integration if they changed since the build. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { FACTS_FILE, type Facts, type FileFacts } from '../../runtime/integration/facts.ts'
import type { Integration } from '../../runtime/integration/integration.ts'
import type { Sources } from '../../runtime/integration/prepared.ts'

/**
 * Whether the sources that all actions share are those that were built; undefined if that cannot be said, because there are
 * no sources or no facts about them.
 *
 * @param dist folder of the built integration
 */
export function isCurrent(root: string, dist: string): boolean | undefined {
  const facts = readFacts(dist)
  if (!facts || !existsSync(join(root, 'integration.yaml'))) return undefined
  return (
    facts.shared.every((file) => isAsBuilt(root, file)) ||
    facts.shared.every((file) => hasContent(root, file))
  )
}

/**
 * The sources in a folder, which may contain none.
 *
 * @param id of the integration that was built; the folder of another one is ignored
 * @param dist folder of the built product; without the file of facts in it nothing counts as changed
 */
export function checkout(root: string, id: string, dist: string): Sources {
  let facts: Facts | null | undefined
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
      const files = Object.hasOwn(facts.actions, action) ? facts.actions[action] : undefined
      if (files?.every((facts) => isAsBuilt(root, facts))) return undefined
      const integration = await open()
      if (!integration || files?.every((facts) => hasContent(root, facts))) return undefined
      return files || (await integration.ids()).includes(action) ? integration.action(action) : undefined
    },
  }
}

function readFacts(dist: string): Facts | null {
  try {
    return JSON.parse(readFileSync(join(dist, FACTS_FILE), 'utf8'))
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
