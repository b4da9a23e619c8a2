/** Whether a package is what was packed: every file against the list of sums, and the bill of materials against the payload. */
import { BRIDGE } from './files/bridge.ts'
import { PAYLOAD, sha256 } from './files/payload.ts'
import { readSums, SBOM_FILE, SUMS_FILE } from './files/sums.ts'
import type { PackageFiles } from './zip.ts'

/** Every difference as a sentence; none when the package is whole. */
export function differences(files: PackageFiles): string[] {
  const list = files[SUMS_FILE]
  if (!list) return [`${SUMS_FILE} is missing: nothing can be checked. Pack again with soar pack.`]
  const sums = readSums(text(list))
  if (!sums) return [`${SUMS_FILE} is no list of SHA-256 sums.`]
  const listed = [...sums].flatMap(([path, sum]) => {
    const content = files[path]
    if (!content) return [`${path} is missing.`]
    const found = sha256(content)
    return found === sum ? [] : [`${path} was changed: SHA-256 ${found}, packed was ${sum}.`]
  })
  const added = Object.keys(files)
    .filter((path) => path !== SUMS_FILE && !sums.has(path))
    .map((path) => `${path} was added: it is not in ${SUMS_FILE}.`)
  return [...listed, ...added, ...materialDifferences(files)]
}

interface Material {
  name: string
  hashes: { alg: string; content: string }[]
}

/** The files that the bill of materials names are those that the scripts unpack. */
function materialDifferences(files: PackageFiles): string[] {
  const bill = files[SBOM_FILE]
  if (!bill) return [`${SBOM_FILE} is missing.`]
  const materials = readMaterials(text(bill))
  if (!materials) return [`${SBOM_FILE} is no CycloneDX document.`]
  const payload = text(files[`Managers/${PAYLOAD}.py`] ?? new Uint8Array())
  const missing = [BRIDGE, PAYLOAD]
    .filter((module) => !files[`Managers/${module}.py`])
    .map((module) => `Managers/${module}.py is missing: the scripts cannot run.`)
  const foreign = materials.flatMap(({ name, hashes }) =>
    hashes.every(({ alg, content }) => alg === 'SHA-256' && payload.includes(`"${content}"`))
      ? []
      : [`${name} in ${SBOM_FILE} is not what Managers/${PAYLOAD}.py unpacks.`],
  )
  return [...missing, ...foreign]
}

function readMaterials(json: string): Material[] | undefined {
  try {
    const document: unknown = JSON.parse(json)
    if (document === null || typeof document !== 'object') return undefined
    const { bomFormat, components } = document as { bomFormat?: unknown; components?: unknown }
    if (bomFormat !== 'CycloneDX' || !Array.isArray(components)) return undefined
    return components.filter((component) => Array.isArray(component?.hashes))
  } catch {
    return undefined
  }
}

const text = (content: Uint8Array): string => Buffer.from(content).toString('utf8')
