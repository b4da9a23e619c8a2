/** Reads a package's images and its Node from the disk. */
import { execFile } from 'node:child_process'
import { readFile, realpath, stat } from 'node:fs/promises'
import { resolve, sep } from 'node:path'
import { promisify } from 'node:util'
import type { Survey } from '../../../authoring/survey.ts'
import { refuse } from '../../../contract/refuse.ts'
import { integrationPackage } from './facts.ts'
import type { NodeBinary, PackSource } from './source.ts'

/** Reads the images that integration.yaml names; absent if the integration's folder does not contain the file. */
export async function readPictures(survey: Survey): Promise<Pick<PackSource, 'logo' | 'image'>> {
  const paths = picturePaths(survey)
  const [svg, png] = await Promise.all(
    [paths.logo, paths.image].map(async (path) => {
      const file = path === undefined ? undefined : await placeOf(survey.root, path)
      return file?.inside ? await readIfThere(file.path) : undefined
    }),
  )
  return { ...(svg ? { logo: svg.toString('utf8') } : {}), ...(png ? { image: png } : {}) }
}

/** Finds images whose file, after following links, is outside the integration's folder: a package must not include it. */
export async function strayPictures(survey: Survey): Promise<string[]> {
  const paths = Object.values(picturePaths(survey)).filter((path) => path !== undefined)
  const places = await Promise.all(paths.map((path) => placeOf(survey.root, path)))
  return paths.filter((_, index) => places[index]?.inside === false)
}

const picturePaths = ({ integration: { spec } }: Survey): { logo?: string; image?: string } => {
  const image = spec && integrationPackage(spec).image
  return {
    ...(spec?.logo === undefined ? {} : { logo: spec.logo }),
    ...(image === undefined ? {} : { image }),
  }
}

/** The real path of a file; undefined if it does not exist. */
async function placeOf(root: string, path: string): Promise<{ path: string; inside: boolean } | undefined> {
  const below = resolve(root, path)
  const [home, file] = await Promise.all([root, below].map((one) => realpath(one).catch(() => undefined)))
  const isBelow = (folder: string, one: string) =>
    one.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`)
  if (!isBelow(resolve(root), below)) return { path: below, inside: false }
  if (home === undefined || file === undefined) return undefined
  return { path: file, inside: isBelow(home, file) }
}

/** Reads an ordinary file; undefined if it does not exist. */
export async function readIfThere(file: string): Promise<Buffer | undefined> {
  const facts = await stat(file).catch(() => undefined)
  return facts?.isFile() ? readFile(file) : undefined
}

/** The identification in an ELF file: magic, 64 bit, and the processor's number. */
const isLinuxX64 = (content: Buffer): boolean =>
  content.length > 20 &&
  content.subarray(0, 5).equals(Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2])) &&
  content.readUInt16LE(18) === 0x3e

/**
 * Reads a Node to put into the package.
 *
 * @throws ActionError REQUEST_INVALID if it is not for Linux on x86-64 or does not print its version
 */
export async function readNode(file: string): Promise<NodeBinary> {
  const content = await readIfThere(file)
  if (!content) throw refuse(`Cannot read ${file} of --node. Name a Node binary.`)
  if (!isLinuxX64(content))
    throw refuse(
      `--node must be a Node for Linux on x86-64, where the platform runs scripts; ${file} is not.`,
    )
  try {
    const { stdout } = await promisify(execFile)(file, ['--version'])
    const [, version] = /^v(\d+\.\d+\.\d+)\s*$/.exec(stdout) ?? []
    if (version === undefined) throw new Error(`--version printed "${stdout.slice(0, 40)}"`)
    return { version, content }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw refuse(
      `Cannot get the version of ${file} of --node: ${why}. Name a Node that runs on this machine.`,
      { cause },
    )
  }
}
