/** Compares a package with its checksums and its bill of materials. */
import { isRecord } from '../../../contract/json.ts'
import { BRIDGE } from './files/bridge.ts'
import { PAYLOAD, sha256 } from './files/payload.ts'
import { REDACTION } from './files/redaction.ts'
import { readSums, SBOM_FILE, SUMS_FILE } from './files/sums.ts'
import type { PackageFiles } from './zip.ts'

/** Every difference as a sentence; empty if the package is intact. */
export function differences(given: PackageFiles): string[] {
  // Paths come from the package: one may have the name of a property that every object has.
  const files: ReadonlyMap<string, Uint8Array> = new Map(Object.entries(given))
  const list = files.get(SUMS_FILE)
  if (!list) return [`${SUMS_FILE} is missing: nothing can be checked. Pack again with soar pack.`]
  const sums = readSums(text(list))
  if (!sums) return [`${SUMS_FILE} is no list of SHA-256 sums.`]
  if ('twice' in sums) return [`${SUMS_FILE} lists ${sums.twice} twice: nothing can be checked.`]
  const listed = [...sums.sums].flatMap(([path, sum]) => {
    const content = files.get(path)
    if (!content) return [`${path} is missing.`]
    const found = sha256(content)
    return found === sum ? [] : [`${path} was changed: SHA-256 ${found}, packed was ${sum}.`]
  })
  const added = [...files.keys()]
    .filter((path) => path !== SUMS_FILE && !sums.sums.has(path))
    .map((path) => `${path} was added: it is not in ${SUMS_FILE}.`)
  return [...listed, ...added, ...materialDifferences(files)]
}

interface Material {
  name: string
  hashes: { alg?: unknown; content?: unknown }[]
}

/** The files that the bill of materials names are those that the scripts unpack. */
function materialDifferences(files: ReadonlyMap<string, Uint8Array>): string[] {
  const bill = files.get(SBOM_FILE)
  if (!bill) return [`${SBOM_FILE} is missing.`]
  const materials = readMaterials(text(bill))
  if (!materials) return [`${SBOM_FILE} is no CycloneDX document.`]
  const payload = text(files.get(`Managers/${PAYLOAD}.py`) ?? new Uint8Array())
  const missing = [BRIDGE, PAYLOAD, REDACTION]
    .filter((module) => !files.has(`Managers/${module}.py`))
    .map((module) => `Managers/${module}.py is missing: the scripts cannot run.`)
  const foreign = materials.flatMap(({ name, hashes }) =>
    hashes.every((hash) => hash.alg === 'SHA-256' && payload.includes(`"${String(hash.content)}"`))
      ? []
      : [`${name} in ${SBOM_FILE} is not what Managers/${PAYLOAD}.py unpacks.`],
  )
  return [...missing, ...foreign]
}

function readMaterials(json: string): Material[] | undefined {
  try {
    const document: unknown = JSON.parse(json)
    if (!isRecord(document) || document.bomFormat !== 'CycloneDX') return undefined
    if (!Array.isArray(document.components)) return undefined
    return document.components.filter(isMaterial)
  } catch {
    return undefined
  }
}

const isMaterial = (component: unknown): component is Material =>
  isRecord(component) &&
  typeof component.name === 'string' &&
  Array.isArray(component.hashes) &&
  component.hashes.every((hash) => isRecord(hash))

const text = (content: Uint8Array): string => Buffer.from(content).toString('utf8')
