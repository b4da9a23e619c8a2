/** Writes `pyproject.toml` of the source tree. */
import type { IntegrationSpec } from '../../../../integration/integration.ts'
import { PYTHON } from '../codes.ts'
import { asciiJson } from '../json.ts'
import { identifierOf, versionOf } from '../source.ts'
import { HEAD } from './payload.ts'

/**
 * Packages that the platform's packer requires in the group `dev`, each with its source if it is not in a registry.
 * Without the source, uv would ask the registry for a name that anyone can register there.
 */
export const DEVELOPMENT: readonly { name: string; git?: string }[] = [
  { name: 'soar-sdk', git: 'https://github.com/chronicle/soar-sdk.git' },
  { name: 'pytest' },
  { name: 'pytest-json-report' },
]

/** The packer does not accept an index whose address lacks "pypi". */
const INDEX = 'https://pypi.org/simple'

/** Writes the file. JSON strings are valid TOML strings. */
export const projectFile = (spec: IntegrationSpec): string => `${HEAD}
[project]
name = ${asciiJson(identifierOf(spec))}
version = "${versionOf(spec).toFixed(1)}"
description = ${asciiJson(spec.description)}
requires-python = "${PYTHON.requires}"
dependencies = []

[dependency-groups]
dev = [${DEVELOPMENT.map(({ name }) => `"${name}"`).join(', ')}]

[tool.uv.sources]
${DEVELOPMENT.flatMap(({ name, git }) => (git === undefined ? [] : [`${name} = { git = "${git}" }`])).join('\n')}

[[tool.uv.index]]
url = "${INDEX}"
default = true
`
