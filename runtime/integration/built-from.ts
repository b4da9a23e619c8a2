/** Identifies the integration and the contents that a product is built from. */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What the build writes into the product's package.json, under `soar`. */
export interface BuiltFrom {
  /** Id of the integration. */
  integration: string
  /** SHA-256 over integration.yaml, the manifests and their translations, in hexadecimal digits. */
  sources: string
}

/** Computes what a product built from this folder now would contain. */
export async function builtFrom(root: string, integration: string): Promise<BuiltFrom> {
  const below = await readdir(join(root, 'manifests'), { recursive: true }).catch(() => [])
  const manifests = below.map((name) => `manifests/${name.replaceAll('\\', '/')}`)
  const paths = ['integration.yaml', ...manifests.filter((path) => path.endsWith('.yaml')).sort()]
  const contents = await Promise.all(
    paths.map(async (path) => [path, sha256(await readFile(join(root, path)))]),
  )
  return { integration, sources: sha256(JSON.stringify(contents)) }
}

const sha256 = (content: Uint8Array | string): string => createHash('sha256').update(content).digest('hex')
