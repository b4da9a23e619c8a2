/** The input of the package rules. */
import type { Manifest } from '../../../../integration/manifest.ts'
import type { YamlFile } from '../../../../integration/yaml/yaml.ts'
import { packageFiles } from '../package.ts'
import type { PackSource } from '../source.ts'
import { treeFiles } from '../source-tree.ts'
import type { PackageFiles } from '../zip.ts'

/** The input of the rules: the files, and their packed form. */
export interface Subject {
  source: PackSource
  integration: YamlFile
  /** Paths of images that are outside the integration's folder. */
  stray: readonly string[]
  manifests: { id: string; yaml: YamlFile; manifest: Manifest }[]
}

const packages = new WeakMap<Subject, PackageFiles>()
const trees = new WeakMap<Subject, PackageFiles>()

/** The files of the package, without the product in it. Computed once per subject. */
export const packageOf = (subject: Subject): PackageFiles => once(packages, subject, packageFiles)

/** The files of the source tree, without the product in it. Computed once per subject. */
export const treeOf = (subject: Subject): PackageFiles => once(trees, subject, treeFiles)

function once(
  made: WeakMap<Subject, PackageFiles>,
  subject: Subject,
  make: (source: PackSource) => PackageFiles,
): PackageFiles {
  const known = made.get(subject)
  if (known) return known
  const files = make(subject.source)
  made.set(subject, files)
  return files
}
