/** Compares the operations of manifests with a list of the vendor's operations. */
import { readFile } from 'node:fs/promises'
import { isRecord } from '../../contract/json.ts'
import { refuse } from '../../contract/refuse.ts'
import type { Finding } from '../../integration/yaml/yaml.ts'
import type { Survey } from '../survey.ts'

/** What differs between manifests and the list. */
export interface Drift {
  /** Operations of actions that the vendor does not list, and actions that name none. */
  findings: Finding[]
  /** Operations of actions that the list marks as undocumented. */
  undocumented: Finding[]
  /** Listed operations that no action uses, with the id that the list proposes. */
  unused: { id: string; operation: string }[]
}

/** One listed operation. */
interface Listed {
  id: string
  operation: string
  documented: boolean
}

/** Compares the manifests with the list in a file. Throws REQUEST_INVALID if the file is not such a list. */
export async function compareCatalogue(survey: Survey, file: string, shown: string): Promise<Drift> {
  const listed = readCatalogue(await readFile(file, 'utf8').catch(() => undefined), shown)
  const known = new Map(listed.map((one) => [keyOf(one.operation), one]))
  const used = new Set<string>()
  const undocumented: Finding[] = []
  const findings = survey.manifests.flatMap(({ yaml, manifest }) => {
    if (!manifest) return []
    if (manifest.operation === undefined) {
      const message = `It names no operation. Write under "operation" which ones of ${shown} it uses.`
      return [yaml.find(['effect'], message, { key: true })]
    }
    return manifest.operation.flatMap((operation, at) => {
      const found = known.get(keyOf(operation))
      used.add(keyOf(operation))
      const place = ['operation', at]
      if (!found)
        return [yaml.find(place, `"${operation}" is retired or unknown: ${shown} does not list it.`)]
      if (!found.documented)
        undocumented.push(yaml.find(place, `"${operation}" is missing from the vendor's documentation.`))
      return []
    })
  })
  const unused = listed.filter(({ operation }) => !used.has(keyOf(operation)))
  return { findings, undocumented, unused: unused.map(({ id, operation }) => ({ id, operation })) }
}

/** Parts that vary have different names in different places. */
const keyOf = (operation: string): string => operation.replaceAll(/\{[^{}]*\}/g, '{}')

function readCatalogue(text: string | undefined, shown: string): Listed[] {
  if (text === undefined) throw refuse(`Cannot read the catalogue ${shown}. Name a readable file.`)
  const rows = operationsIn(text)
  if (rows === undefined) {
    throw refuse(
      `${shown} is not a catalogue. Write {"operations": [{"id": "list-things", "call": "POST /api/things/list"}]}.`,
    )
  }
  return rows.flatMap((row) => {
    const [, isDocumented = true] = Object.entries(row).find(([name]) => name.startsWith('in_cat')) ?? []
    return callsOf(String(row.call)).map((operation) => ({
      id: typeof row.id === 'string' ? row.id : operation,
      operation,
      documented: isDocumented === true,
    }))
  })
}

function operationsIn(text: string): Record<string, unknown>[] | undefined {
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch {
    return undefined
  }
  const rows = isRecord(data) ? data.operations : undefined
  const areRows = Array.isArray(rows) && rows.every((row) => isRecord(row) && typeof row.call === 'string')
  return areRows ? (rows as Record<string, unknown>[]) : undefined
}

/** The operations of a call such as `POST /a/create, /v2/create (2 kinds)`: a later path replaces the last part. */
function callsOf(call: string): string[] {
  const [method = '', ...paths] = call.replace(/ \([^)]*\)$/, '').split(/,? /)
  const [first = '', ...others] = paths
  const base = first.slice(0, first.lastIndexOf('/'))
  return [first, ...others.map((path) => `${base}${path}`)].map((path) => `${method} ${path}`)
}
