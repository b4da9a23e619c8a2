/** Makes the bundle from the built product. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadIntegration } from '../../runtime/integration/folder.ts'
import type { IntegrationSpec } from '../../runtime/integration/integration.ts'
import { writeZip } from '../../runtime/platforms/secops/package/zip.ts'
import { type Field, fieldsOf } from './fields.ts'
import { bundleFiles } from './files.ts'
import { bundleManifest, type PackageFacts } from './manifest.ts'

/** A bundle, and what it was made of. */
export interface Bundle {
  spec: IntegrationSpec
  facts: PackageFacts
  fields: readonly Field[]
  /** Name of the file. */
  name: string
  bytes: Uint8Array
}

/** The same sources give the same bytes. `root` is the repository, with the built product in `dist/`. */
export async function makeBundle(root: string): Promise<Bundle> {
  const { spec } = await loadIntegration(root)
  const facts = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as PackageFacts
  const fields = fieldsOf(spec)
  const manifest = `${JSON.stringify(bundleManifest(spec, facts, fields), null, 2)}\n`
  const bytes = writeZip({
    ...bundleFiles(root, spec.logo),
    'icon.png': readFileSync(join(root, 'docs/logo.png')),
    'manifest.json': Buffer.from(manifest),
  })
  return { spec, facts, fields, name: `soar-${spec.id}-${facts.version}.mcpb`, bytes }
}
