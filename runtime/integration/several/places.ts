/** Reads soar.yaml, which names several integrations. */
import { readFile } from 'node:fs/promises'
import { dirname, isAbsolute, resolve } from 'node:path'
import { refuse } from '../../contract/refuse.ts'
import { type Finding, readYaml, writeFinding, type YamlFile } from '../yaml/yaml.ts'
import { BUILT_IN } from './ids.ts'
import { findPackage } from './installed.ts'

/** Where one integration is. `root` is its folder, absolute; without one it is the built-in one. */
export interface Place {
  /** As it was written. */
  written: string
  root?: string
  /** Why the place has no integration. */
  fault?: Error
}

/**
 * Reads the places of a soar.yaml:
 *
 * ```yaml
 * integrations:
 *   - ./acme              # a folder, relative to this file
 *   - "@acme/mail"        # an installed package, found in node_modules from this folder upwards
 *   - built-in            # the integration that the product contains
 * ```
 *
 * A package that is not installed becomes a place with a fault.
 *
 * @throws ActionError REQUEST_INVALID if the file cannot be read, with every problem and its position
 */
export async function readPlaces(path: string): Promise<Place[]> {
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    throw refuse(`Cannot read ${path} (${cause.code}). Name a folder or a soar.yaml with --root.`, { cause })
  })
  const yaml = readYaml(path, bytes)
  const findings = yaml.findings.length > 0 ? yaml.findings : problemsOf(yaml)
  if (findings.length > 0) throw refuse(findings.map(writeFinding).join(' '))
  const { integrations } = yaml.data as { integrations: string[] }
  return Promise.all(integrations.map((written) => toPlace(written, dirname(path))))
}

const FORM = 'Write "integrations:" and below it one line per integration, such as - ./acme.'

function problemsOf(yaml: YamlFile): Finding[] {
  const { data } = yaml
  if (data === null || typeof data !== 'object' || Array.isArray(data))
    return [yaml.find([], `The file must be a map. ${FORM}`)]
  const others = Object.keys(data).filter((key) => key !== 'integrations')
  const unknown = others.map((key) =>
    yaml.find([key], `Unknown field "${key.slice(0, 80)}". ${FORM}`, { key: true }),
  )
  const list: unknown = (data as { integrations?: unknown }).integrations
  if (!Array.isArray(list) || list.length === 0)
    return [...unknown, yaml.find(['integrations'], `"integrations" must be a list. ${FORM}`)]
  const wrong = list.flatMap((entry, at) =>
    typeof entry === 'string' && entry.trim() !== ''
      ? []
      : [
          yaml.find(
            ['integrations', at],
            `Each integration must be a folder, a package or ${BUILT_IN}; got ${JSON.stringify(entry)}.`,
          ),
        ],
  )
  return [...unknown, ...wrong]
}

/** A path begins with a dot, or is absolute; everything else is the name of a package. */
async function toPlace(written: string, folder: string): Promise<Place> {
  if (written === BUILT_IN) return { written }
  if (/^\.{1,2}(?:[\\/]|$)/.test(written) || isAbsolute(written))
    return { written, root: resolve(folder, written) }
  try {
    return { written, root: await findPackage(written, folder) }
  } catch (fault) {
    return { written, fault: fault instanceof Error ? fault : new Error(String(fault)) }
  }
}
