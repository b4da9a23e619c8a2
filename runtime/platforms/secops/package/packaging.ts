/** Packs, checks and verifies the platform's packages. */
import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Survey } from '../../../authoring/survey.ts'
import { cannotWrite, refuse } from '../../../contract/refuse.ts'
import type { Packaging, PackOptions } from '../../packaging.ts'
import { packageFiles, packageName } from './package.ts'
import { readProduct } from './product.ts'
import { readNode, readPictures } from './read.ts'
import { runRules } from './rules/rules.ts'
import type { PackSource } from './source.ts'
import { treeFiles } from './source-tree.ts'
import { readZip } from './unzip.ts'
import { differences } from './verify.ts'
import { writeZip } from './zip.ts'

export const secopsPackages: Packaging = {
  example: 'Example20260310.zip',
  check: ({ date }) => {
    if (date === undefined || /^\d{8}$/.test(date)) return
    throw refuse(`--date must be a day as YYYYMMDD, such as 20260310; got "${date.slice(0, 40)}".`)
  },
  judge: runRules,
  pack,
  verify: (content) => {
    const files = readZip(content)
    return { files: Object.keys(files).length, differences: differences(files) }
  },
}

async function pack(survey: Survey, options: PackOptions): Promise<string> {
  const { root } = survey
  const { date = today(), product = join(root, 'dist'), source: folder, node } = options
  const source = await readSource(survey, product, node)
  if (folder !== undefined) {
    await writeTree(folder, treeFiles(source))
    return `${folder}\nRun \`uv lock\` there before the platform's packer, which needs a uv.lock.\n`
  }
  const file = join(root, 'dist', 'package', packageName(source, date))
  const draft = join(dirname(file), `.${basename(file)}.${process.pid}`)
  try {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(draft, writeZip(packageFiles(source)))
    await rename(draft, file)
  } catch (cause) {
    await rm(draft, { force: true }).catch(() => {})
    throw cannotWrite(`the package ${file}`, cause, AGAIN)
  }
  return `${file}\n`
}

async function readSource(survey: Survey, product: string, node: string | undefined): Promise<PackSource> {
  const { spec } = survey.integration
  if (!spec) throw refuse('The integration has errors. Run `soar check` and fix what it reports.')
  return {
    spec,
    actions: survey.manifests.flatMap(({ id, manifest }) => (manifest ? [{ id, manifest }] : [])),
    ...(await readPictures(survey)),
    ...(await readProduct(survey.root, spec.id, product)),
    ...(node === undefined ? {} : { node: await readNode(node) }),
  }
}

const AGAIN = 'Correct that and run the command again.'

const today = (): string => new Date().toISOString().slice(0, 10).replaceAll('-', '')

/** Writes to an empty or new folder: existing files would become part of the tree. */
async function writeTree(folder: string, files: Record<string, Uint8Array>): Promise<void> {
  if (existsSync(folder) && (await readdir(folder)).length > 0) {
    throw refuse(`--source must be a new or empty folder; ${folder} is not empty.`)
  }
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder, path)
    try {
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, content)
    } catch (cause) {
      throw cannotWrite(file, cause, AGAIN)
    }
  }
}
