/** What the package rules look at. */
import type { Manifest } from '../../../../integration/manifest.ts'
import type { YamlFile } from '../../../../integration/yaml/yaml.ts'
import type { PackSource } from '../source.ts'

/** What the rules look at: the files, and what would be packed of them. */
export interface Subject {
  source: PackSource
  integration: YamlFile
  manifests: { id: string; yaml: YamlFile; manifest: Manifest }[]
}
