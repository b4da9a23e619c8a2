/**
 * The Python scripts of the package.
 *
 * Each names its action and leaves the rest to the shared module.
 */
import { parseTemplate } from '../../../../template/parse/parse.ts'
import { isTemplateError, templateFromTree } from '../../../../template/template.ts'
import { pythonString } from '../json.ts'
import { identifierOf, nameOf, type PackAction, type PackSource } from '../source.ts'
import { BRIDGE, bridge } from './bridge.ts'
import { HEAD, payloadModules } from './payload.ts'
import { REDACTION, redaction } from './redaction.ts'

/** The imports between modules: flat on the platform, by package in its source tree. */
export type Layout = 'built' | 'source'

const sdkImport = (layout: Layout, module: string, name: string): string =>
  `from ${layout === 'source' ? 'soar_sdk.' : ''}${module} import ${name}`

const ownImport = (layout: Layout, module: string, name: string): string =>
  `from ${layout === 'source' ? '..core.' : ''}${module} import ${name}`

/** `ActionsScripts/<File>.py`. */
export function actionScript({ spec }: PackSource, { manifest }: PackAction, layout: Layout): string {
  const sentences = [manifest.messages.success ?? '', failureSentence(spec.messages, manifest)]
  return `${pythonString(`${nameOf(manifest)}: ${manifest.description} ${sentences.join(' ')}`)}
${HEAD}

${sdkImport(layout, 'SiemplifyAction', 'SiemplifyAction')}

${ownImport(layout, BRIDGE, 'run_action')}

INTEGRATION = ${pythonString(identifierOf(spec))}
ACTION = ${pythonString(nameOf(manifest))}
FAILURE = ${pythonString(failureSentence(spec.messages, manifest))}


def main() -> None:
    run_action(SiemplifyAction, INTEGRATION, ACTION, FAILURE)


if __name__ == "__main__":
    main()
`
}

/** `ConnectorsScripts/<File>.py`. */
export function connectorScript({ id, manifest }: PackAction, layout: Layout): string {
  return `${pythonString(`${nameOf(manifest)}: ${manifest.description}`)}
${HEAD}

${sdkImport(layout, 'SiemplifyConnectors', 'SiemplifyConnectorExecution')}

${ownImport(layout, BRIDGE, 'run_connector')}

CONNECTOR = ${pythonString(id)}


def main() -> None:
    run_connector(SiemplifyConnectorExecution, CONNECTOR)


if __name__ == "__main__":
    main()
`
}

/** The shared modules of the scripts, by name: `Managers/<name>.py`. */
export function managers(source: PackSource, layout: Layout): Record<string, string> {
  const { product, node } = source
  const archives = [
    { name: 'product', files: product },
    ...(node ? [{ name: 'node', files: { node: node.content }, executable: ['node'] }] : []),
  ]
  return {
    [BRIDGE]: bridge((module, name) => ownImport(layout, module, name)),
    [REDACTION]: redaction(secretLabels(source)),
    ...payloadModules(archives),
  }
}

/** Labels of all fields that contain secrets, sorted, as Python texts. */
const secretLabels = ({ spec, actions }: PackSource): string[] => {
  const specs = [spec.config, ...actions.map(({ manifest }) => manifest.parameters)].flatMap(Object.values)
  const labels = specs.filter(({ secret }) => secret === true).map(({ label }) => String(label))
  return [...new Set(labels)].sort().map(pythonString)
}

/** The placeholder for the reason in the sentence of a failure. */
const REASON = '{reason}'

/** The sentence around a failure's reason, as the product itself would write it. */
export function failureSentence(
  messages: Record<string, string>,
  { name, messages: own }: Pick<PackAction['manifest'], 'name' | 'messages'>,
): string {
  const source = own.failure ?? messages.failure ?? REASON
  try {
    const scope = { action: { name, title: name }, error: { reason: REASON } }
    const text = templateFromTree(parseTemplate(source)).render(scope, { undefined: 'empty' })
    return text.includes(REASON) ? text : `${text} ${REASON}`
  } catch (error) {
    if (isTemplateError(error)) return REASON
    throw error
  }
}
