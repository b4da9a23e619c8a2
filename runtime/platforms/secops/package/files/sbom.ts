/** The bill of materials of the package, in CycloneDX. */
import { identifierOf, type PackSource } from '../source.ts'
import { sha256 } from './payload.ts'

/** The document as JSON text. */
export function billOfMaterials({ spec, product, components, node }: PackSource): string {
  const root = `pkg:generic/${spec.id}@${spec.version}`
  const libraries = components.map(({ name, version, license }) => {
    const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`
    return { type: 'library', 'bom-ref': purl, name, version, purl, licenses: [{ expression: license }] }
  })
  const platform = node
    ? [
        {
          type: 'platform',
          'bom-ref': `pkg:generic/node@${node.version}`,
          name: 'node',
          version: node.version,
          purl: `pkg:generic/node@${node.version}`,
          hashes: hashOf(node.content),
        },
      ]
    : []
  const files = Object.entries(product).map(([name, content]) => ({
    type: 'file',
    'bom-ref': `file:${name}`,
    name,
    hashes: hashOf(content),
  }))
  const parts = [...libraries, ...platform, ...files]
  const document = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': root,
        name: identifierOf(spec),
        version: spec.version,
        purl: root,
      },
    },
    components: parts,
    dependencies: [{ ref: root, dependsOn: parts.map((part) => part['bom-ref']) }],
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

const hashOf = (content: Uint8Array): object[] => [{ alg: 'SHA-256', content: sha256(content) }]
