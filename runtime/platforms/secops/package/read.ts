/** Reading from the disk what a package is made of beside YAML: pictures, the built product, a Node. */

import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Survey } from '../../../authoring/survey.ts'
import { ActionError } from '../../../contract/errors.ts'
import { refuse } from '../../../contract/refuse.ts'
import { integrationPackage } from './facts.ts'
import type { Component, NodeBinary, PackSource } from './source.ts'

/** The pictures that integration.yaml names; absent where there is no such file. */
export async function readPictures({
  root,
  integration,
}: Survey): Promise<Pick<PackSource, 'logo' | 'image'>> {
  const { spec } = integration
  const { logo } = spec ?? {}
  const path = spec && integrationPackage(spec).image
  const [svg, png] = await Promise.all([logo, path].map((file) => file && readIfThere(join(root, file))))
  return { ...(svg ? { logo: svg.toString('utf8') } : {}), ...(png ? { image: png } : {}) }
}

const readIfThere = (file: string): Promise<Buffer | undefined> =>
  readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'EISDIR') return undefined
    throw error
  })

/** What the build writes for this face: the packages that went into the product. */
const COMPONENTS = 'packages.json'

/** Files of the product; anything else in its folder is somebody's own. */
const PART = /^(?:[\w-]+\.js|package\.json|THIRD-PARTY\.txt)$/

/**
 * The built product in a folder: its files, and the packages in them.
 *
 * @throws ActionError INTEGRATION_INVALID where the folder holds none
 */
export async function readProduct(
  root: string,
  folder: string,
): Promise<Pick<PackSource, 'product' | 'components'>> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const names = entries
    .filter((entry) => entry.isFile() && PART.test(entry.name))
    .map(({ name }) => name)
    .sort()
  const list = await readIfThere(join(folder, COMPONENTS))
  if (!list || !names.includes('soar.js')) {
    const reason = `there is no built product in ${folder} to pack. Run \`npm run build\` first, or name its folder with --product`
    throw new ActionError('INTEGRATION_INVALID', { root, reason })
  }
  const contents = await Promise.all(names.map((name) => readFile(join(folder, name))))
  return {
    product: Object.fromEntries(names.map((name, index) => [name, contents[index] ?? new Uint8Array()])),
    components: JSON.parse(list.toString('utf8')) as Component[],
  }
}

/** Where an ELF file says what it is: magic, 64 bit, and the processor's number. */
const isLinuxX64 = (content: Buffer): boolean =>
  content.length > 20 &&
  content.subarray(0, 5).equals(Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2])) &&
  content.readUInt16LE(18) === 0x3e

/**
 * A Node to put into the package.
 *
 * @throws ActionError REQUEST_INVALID where it is not one for Linux on x86-64, or does not say its version
 */
export async function readNode(file: string): Promise<NodeBinary> {
  const content = await readIfThere(file)
  if (!content) throw refuse(`--node names no file: ${file}.`)
  if (!isLinuxX64(content))
    throw refuse(`--node must be a Node for Linux on x86-64, where the platform runs scripts: ${file}.`)
  try {
    const { stdout } = await promisify(execFile)(file, ['--version'])
    const [, version] = /^v(\d+\.\d+\.\d+)\s*$/.exec(stdout) ?? []
    if (version === undefined) throw new Error(`it answers "${stdout.slice(0, 40)}" to --version`)
    return { version, content }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw refuse(
      `--node is a program that does not say its version as Node does, or cannot run here: ${why}.`,
      { cause },
    )
  }
}
