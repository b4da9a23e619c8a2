/**
 * Package rules over the packed files; rules.ts names each.
 *
 * Source: docs/platforms/secops-package.md#rules.
 */
import { atTop } from '../../../../authoring/check/files.ts'
import type { Finding } from '../../../../integration/yaml/yaml.ts'
import { LIMITS, PYTHON } from '../codes.ts'
import { nameOf, stemOf } from '../source.ts'
import type { PackageFiles } from '../zip.ts'
import { packageOf, type Subject } from './subject.ts'

const aboutIntegration = (message: string): Finding => atTop('integration.yaml', message)

const textAt = (files: PackageFiles, path: string): string | undefined =>
  files[path] && Buffer.from(files[path]).toString('utf8')

/** Parts of sentences that the platform searches for in the script of Ping. */
const PING = ['Successfully connected to the', 'Failed to connect to the']

/** 8. Ping reports in the platform's wording whether it connected. */
export function checkMessageOfPing(subject: Subject): Finding[] {
  const ping = subject.manifests.find(({ manifest }) => nameOf(manifest).toLowerCase() === 'ping')
  if (!ping) return []
  const script = textAt(packageOf(subject), `ActionsScripts/${stemOf(ping.manifest)}.py`) ?? ''
  return PING.filter((part) => !script.includes(part)).map((part) =>
    ping.yaml.find(['messages'], `No sentence of Ping has "${part}", which the platform looks for.`, {
      key: true,
    }),
  )
}

/** 14. The package names the only supported version of Python. */
export function checkPythonVersion(subject: Subject): Finding[] {
  const named = textAt(packageOf(subject), '.python-version')
  return named === PYTHON.file
    ? []
    : [aboutIntegration(`.python-version must be ${PYTHON.text}; it is ${named?.trim()}.`)]
}

/** 17. Every action has an example of its JSON result. */
export const checkResultExamples = ({ manifests }: Subject): Finding[] =>
  manifests
    .filter(({ manifest }) => manifest.kind === 'action')
    .filter(
      ({ manifest: { example } }) => example.result === null || Object.keys(example.result).length === 0,
    )
    .map(({ yaml }) =>
      yaml.find(['example', 'result'], 'The example shows no result. Give one that has rows or fields.'),
    )

const PAIRS = [
  ['ActionsDefinitions', '.actiondef', 'ActionsScripts', '.py'],
  ['Connectors', '.connectordef', 'ConnectorsScripts', '.py'],
  ['Widgets', '.json', 'WidgetsScripts', '.html'],
] as const

/** 22. Every definition has its script and every script its definition; no script exceeds the platform's limit. */
export function checkStructure(subject: Subject): Finding[] {
  const files = packageOf(subject)
  const paths = Object.keys(files)
  const stems = (folder: string, extension: string) =>
    paths
      .filter((path) => path.startsWith(`${folder}/`) && path.endsWith(extension))
      .map((path) => path.slice(folder.length + 1, -extension.length))
  const lonely = PAIRS.flatMap(([definitions, definition, scripts, script]) => {
    const [defined, written] = [stems(definitions, definition), stems(scripts, script)]
    return [...defined, ...written]
      .filter((stem) => !defined.includes(stem) || !written.includes(stem))
      .map((stem) => `${stem} is in only one of ${definitions}/ and ${scripts}/.`)
  })
  const big = paths.filter((path) => path.endsWith('.py') && (files[path]?.length ?? 0) > LIMITS.script)
  return [
    ...lonely.map(aboutIntegration),
    ...big.map((path) => aboutIntegration(`${path} is bigger than ${LIMITS.script} bytes.`)),
  ]
}
