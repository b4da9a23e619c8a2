/** The sources of a package, loaded in advance. */
import type { Json } from '../../../contract/json.ts'
import type { IntegrationSpec } from '../../../integration/integration.ts'
import type { Manifest } from '../../../integration/manifest.ts'
import { secopsOf } from './facts.ts'

/** One action or connector. */
export interface PackAction {
  id: string
  manifest: Manifest
}

/** One package inside the product, for the bill of materials. */
export interface Component {
  name: string
  version: string
  license: string
}

/** A Node to include in the package. */
export interface NodeBinary {
  /** Without the `v`. */
  version: string
  content: Uint8Array
}

/** All inputs of packing. */
export interface PackSource {
  spec: IntegrationSpec
  /** Sorted by id. */
  actions: readonly PackAction[]
  /** SVG text. */
  logo?: string
  /** PNG. */
  image?: Uint8Array
  /** The built product, by file name. */
  product: Readonly<Record<string, Uint8Array>>
  components: readonly Component[]
  node?: NodeBinary
}

/** Name of the integration on the platform. */
export const identifierOf = (spec: IntegrationSpec): string => {
  const { identifier } = secopsOf(spec)
  return typeof identifier === 'string' ? identifier : spec.name
}

/** Name of an action or connector on the platform. */
export const nameOf = (manifest: Manifest): string => {
  const { name } = secopsOf(manifest)
  return typeof name === 'string' ? name : manifest.name
}

/** The source of a name, for findings: the platform's own name, else its substitute. */
export const secopsPath = (
  of: { dialects: Record<string, Json> },
  key: string,
  otherwise: readonly string[],
): string[] => (secopsOf(of)[key] === undefined ? [...otherwise] : ['dialects', 'secops', key])

/** Name of its files, without extension: its words, joined. */
export const stemOf = (manifest: Manifest): string => manifest.name.replaceAll(/[^A-Za-z0-9]/g, '')

/** The platform's version of the integration: a float, in which 1.10 and 1.1 are the same. */
export function versionOf(spec: IntegrationSpec): number {
  const [major = '0', minor = '0'] = spec.version.split('.')
  return Number(`${major}.${minor}`)
}

/** The actions, without the connectors and without what is experimental. */
export const actionsOf = ({ actions }: PackSource): PackAction[] =>
  actions.filter(({ manifest }) => manifest.kind === 'action' && manifest.experimental === undefined)

/** The connectors. */
export const connectorsOf = ({ actions }: PackSource): PackAction[] =>
  actions.filter(({ manifest }) => manifest.kind === 'connector' && manifest.experimental === undefined)
