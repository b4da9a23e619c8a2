/** `soar pack`: the integration as a package of a platform's marketplace, or as its source tree. */

import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { runChecks } from '../../../authoring/check/checks.ts'
import { surveyIntegration } from '../../../authoring/survey.ts'
import { cannotWrite, refuse } from '../../../contract/refuse.ts'
import { writeFinding } from '../../../integration/yaml/yaml.ts'
import { packageFiles, packageName } from '../../../platforms/secops/package/package.ts'
import { readProduct } from '../../../platforms/secops/package/product.ts'
import { readNode, readPictures } from '../../../platforms/secops/package/read.ts'
import { runRules } from '../../../platforms/secops/package/rules/rules.ts'
import type { PackSource } from '../../../platforms/secops/package/source.ts'
import { treeFiles } from '../../../platforms/secops/package/source-tree.ts'
import { writeZip } from '../../../platforms/secops/package/zip.ts'
import type { Command } from '../line/command.ts'
import { authorRoot } from '../line/read-options.ts'
import type { Io } from '../process/io.ts'

/** Options of `soar pack`; paths are absolute. */
export interface PackOptions {
  /** Folder of the integration. */
  root: string
  /** YYYYMMDD, part of the file's name. Default: today, in UTC. */
  date?: string
  /** A Node to travel with the package. */
  node?: string
  /** Folder of the built product. Default: `dist` of the integration. */
  product?: string
  /** Write the platform's source tree to this folder instead. */
  source?: string
}

/** Runs `soar pack`; answers the exit code. Throws INTEGRATION_INVALID, REQUEST_INVALID for misuse, STORAGE_FAILED. */
export async function packCommand(options: PackOptions, io: Pick<Io, 'stdout' | 'stderr'>): Promise<number> {
  const { root, date = today(), product = join(root, 'dist') } = options
  if (!/^\d{8}$/.test(date))
    throw refuse(`--date takes a day as YYYYMMDD, such as 20260310; got "${date.slice(0, 40)}".`)
  const survey = await surveyIntegration(root)
  const { spec } = survey.integration
  const checked = await runChecks(survey)
  const findings = checked.length ? checked : (await runRules(survey)).flatMap((verdict) => verdict.findings)
  if (findings.length || !spec) {
    for (const finding of findings) io.stderr.write(`${writeFinding(finding)}\n`)
    io.stderr.write('Nothing was packed: correct these first.\n')
    return 1
  }
  const actions = survey.manifests.flatMap(({ id, manifest }) => (manifest ? [{ id, manifest }] : []))
  const source: PackSource = {
    spec,
    actions,
    ...(await readPictures(survey)),
    ...(await readProduct(root, spec.id, product)),
    ...(options.node === undefined ? {} : { node: await readNode(options.node) }),
  }
  if (options.source !== undefined) {
    await writeTree(options.source, treeFiles(source))
    io.stdout.write(
      `${options.source}\nRun \`uv lock\` there before the platform's own packer: it wants a uv.lock.\n`,
    )
    return 0
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
  io.stdout.write(`${file}\n`)
  return 0
}

const AGAIN = 'Correct that and run the command again.'

const today = (): string => new Date().toISOString().slice(0, 10).replaceAll('-', '')

/** Writes into an empty or new folder: what lies there already would become part of the tree. */
async function writeTree(folder: string, files: Record<string, Uint8Array>): Promise<void> {
  if (existsSync(folder) && (await readdir(folder)).length > 0) {
    throw refuse(`--source takes a folder that is empty or not there yet: ${folder}.`)
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

export const command: Command = {
  name: 'pack',
  summary: "write the package for a platform's marketplace",
  arguments: [],
  options: [
    { name: 'date', value: 'YYYYMMDD', help: "day in the file's name; default: today" },
    {
      name: 'node',
      value: 'FILE',
      help: 'a Node for Linux on x86-64 to travel in the package',
      complete: 'file',
    },
    { name: 'product', value: 'FOLDER', help: 'the built product; default: dist', complete: 'folder' },
    {
      name: 'source',
      value: 'FOLDER',
      help: "write the platform's source tree there instead of a zip file",
      complete: 'folder',
    },
  ],
  examples: ['soar pack', 'soar pack --date 20260310', 'soar pack --source ../mail-source'],
  run: ({ options, io }) => {
    const absolute = (name: 'node' | 'product' | 'source') => {
      const path = options.text(name)
      return path === undefined ? {} : { [name]: resolve(io.cwd, path) }
    }
    const date = options.text('date')
    return packCommand(
      {
        root: authorRoot(options, io),
        ...absolute('node'),
        ...absolute('product'),
        ...absolute('source'),
        ...(date === undefined ? {} : { date }),
      },
      io,
    )
  },
}
