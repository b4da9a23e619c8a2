/** The entry of the server in the MCP registry (`server.json`, schema of 2025-12-11). */
import type { IntegrationSpec } from '../../runtime/integration/integration.ts'
import type { Field } from './fields.ts'
import type { PackageFacts } from './manifest.ts'

const SCHEMA = 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json'

/** Maximum length of a description in the registry. */
const LONGEST = 100

/** A bundle that can be downloaded. */
export interface Release {
  url: string
  sha256: string
}

/**
 * Returns the entry: of the npm package, or of a released bundle.
 *
 * @param namespace that the publisher owns, such as `io.github.example`
 */
export function registryEntry(
  spec: IntegrationSpec,
  facts: PackageFacts,
  fields: readonly Field[],
  { namespace, release }: { namespace: string; release?: Release | undefined },
): object {
  if (!/^[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)+$/.test(namespace))
    throw new Error(
      `--namespace must be a reversed domain name, such as io.github.example; got "${namespace}".`,
    )
  if (spec.description.length > LONGEST)
    throw new Error(`The description of integration.yaml must have at most ${LONGEST} characters.`)
  return {
    $schema: SCHEMA,
    name: `${namespace}/soar-${spec.id}`,
    title: spec.name,
    description: spec.description,
    version: facts.version,
    ...(spec.documentation === undefined ? {} : { websiteUrl: spec.documentation }),
    packages: [release === undefined ? npmPackage(facts, fields) : bundlePackage(release)],
  }
}

const npmPackage = ({ name, version }: PackageFacts, fields: readonly Field[]): object => ({
  registryType: 'npm',
  identifier: name,
  version,
  runtimeHint: 'npx',
  transport: { type: 'stdio' },
  packageArguments: [{ type: 'positional', value: 'mcp' }],
  environmentVariables: fields.map((field) => ({
    name: field.variable,
    description: field.description,
    isRequired: field.isRequired,
    isSecret: field.isSecret,
    ...(field.isSwitch ? { format: 'boolean' } : {}),
    ...(field.standard === '' ? {} : { default: field.standard }),
    ...(field.choices.length > 0 ? { choices: field.choices } : {}),
  })),
})

const bundlePackage = ({ url, sha256 }: Release): object => ({
  registryType: 'mcpb',
  identifier: url,
  fileSha256: sha256,
  transport: { type: 'stdio' },
})
