/** The manifest of the bundle (MCPB, version 0.3). */
import type { IntegrationSpec } from '../../runtime/integration/integration.ts'
import type { Field } from './fields.ts'

/** What the package says of itself. */
export interface PackageFacts {
  name: string
  version: string
  license: string
  engines: { node: string }
}

/** Folder of the product in the bundle. */
export const SERVER = 'server'

/** What clients replace with the value of a field. */
const placeholder = (field: string): string => `\${user_config.${field}}`

/** Returns the manifest. A client asks for the fields, keeps secrets in the system's store, and starts the server with them. */
export function bundleManifest(spec: IntegrationSpec, facts: PackageFacts, fields: readonly Field[]): object {
  const entry = `${SERVER}/dist/soar.js`
  return {
    manifest_version: '0.3',
    name: `soar-${spec.id}`,
    display_name: spec.name,
    version: facts.version,
    description: spec.description,
    author: { name: `${facts.name} contributors` },
    ...(spec.documentation === undefined ? {} : { documentation: spec.documentation }),
    icon: 'icon.png',
    license: facts.license,
    server: {
      type: 'node',
      entry_point: entry,
      mcp_config: {
        command: 'node',
        args: [`\${__dirname}/${entry}`, 'mcp', '--toolset', placeholder('toolsets')],
        env: Object.fromEntries(fields.map(({ name, variable }) => [variable, placeholder(name)])),
      },
    },
    // The tools depend on the chosen sets.
    tools_generated: true,
    prompts_generated: true,
    compatibility: { platforms: ['darwin', 'win32', 'linux'], runtimes: { node: facts.engines.node } },
    user_config: {
      ...Object.fromEntries(fields.map((field) => [field.name, asked(field)])),
      toolsets: {
        type: 'string',
        title: 'Tool sets',
        description: 'triage, containment, investigation, administration, or all; separated by commas.',
        required: false,
        default: 'triage,containment',
      },
    },
  }
}

/** A field without a value needs a default: clients leave the placeholder of a missing one as it is. */
function asked({ label, description, isSecret, isRequired, isSwitch, standard, choices }: Field): object {
  const all = choices.length > 0 ? `${description} One of: ${choices.join(', ')}.` : description
  return {
    type: isSwitch ? 'boolean' : 'string',
    title: label,
    description: all,
    required: isRequired,
    ...(isSecret ? { sensitive: true } : {}),
    ...(isRequired ? {} : { default: isSwitch ? standard === 'true' : standard }),
  }
}
