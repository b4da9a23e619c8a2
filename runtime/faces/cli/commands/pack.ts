/** `soar pack`: the integration as a package of a platform's marketplace, or as its source tree. */
import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { runChecks } from '../../../authoring/check/checks.ts'
import { surveyIntegration } from '../../../authoring/survey.ts'
import { ActionError } from '../../../contract/errors.ts'
import { writeFinding } from '../../../integration/yaml/yaml.ts'
import { packageFiles, packageName } from '../../../platforms/secops/package/package.ts'
import { readNode, readPictures, readProduct } from '../../../platforms/secops/package/read.ts'
import { runRules } from '../../../platforms/secops/package/rules/rules.ts'
import type { PackSource } from '../../../platforms/secops/package/source.ts'
import { treeFiles } from '../../../platforms/secops/package/source-tree.ts'
import { writeZip } from '../../../platforms/secops/package/zip.ts'
import type { Command } from '../line/command.ts'
import { authorRoot } from '../line/options.ts'
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

/** Runs `soar pack`; answers the exit code. Throws INTEGRATION_INVALID, and REQUEST_INVALID for misuse. */
export async function packCommand(options: PackOptions, io: Pick<Io, 'stdout' | 'stderr'>): Promise<number> {
  const { root, date = today(), product = join(root, 'dist') } = options
  if (!/^\d{8}$/.test(date))
    throw misuse(`--date takes a day as YYYYMMDD, such as 20260310; got "${date.slice(0, 40)}".`)
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
    ...(await readProduct(root, product)),
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
  await mkdir(dirname(file), { recursive: true })
  const draft = join(dirname(file), `.${basename(file)}.${process.pid}`)
  await writeFile(draft, writeZip(packageFiles(source)))
  await rename(draft, file)
  io.stdout.write(`${file}\n`)
  return 0
}

const misuse = (reason: string): ActionError =>
  new ActionError('REQUEST_INVALID', { reason }, { unsent: true })

const today = (): string => new Date().toISOString().slice(0, 10).replaceAll('-', '')

/** Writes into an empty or new folder: what lies there already would become part of the tree. */
async function writeTree(folder: string, files: Record<string, Uint8Array>): Promise<void> {
  if (existsSync(folder) && (await readdir(folder)).length > 0) {
    throw misuse(`--source takes a folder that is empty or not there yet: ${folder}.`)
  }
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), content)
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
