/** The package that the platform imports: every file of it, by path (docs/platforms/secops-package.md#zip). */
import { PYTHON } from './codes.ts'
import { actionPackage } from './facts.ts'
import {
  actionDefinition,
  connectorDefinition,
  fullDetails,
  integrationDefinition,
  mappingRules,
  releaseNotesFile,
  widgetDefinition,
} from './files/definitions.ts'
import { aiDocuments } from './files/descriptions.ts'
import { billOfMaterials } from './files/sbom.ts'
import { actionScript, connectorScript, managers } from './files/scripts.ts'
import { SBOM_FILE, SUMS_FILE, sumsOf } from './files/sums.ts'
import { widgetPage } from './files/widget/page.ts'
import { type PackageValue, packageJson } from './json.ts'
import { actionsOf, connectorsOf, identifierOf, type PackSource, stemOf } from './source.ts'
import { packageYaml } from './yaml.ts'
import type { PackageFiles } from './zip.ts'

/** Name of the zip file. `date` is YYYYMMDD. */
export const packageName = ({ spec }: PackSource, date: string): string => `${identifierOf(spec)}${date}.zip`

/** Every file of the package. The source must have passed the target's rules. */
export function packageFiles(source: PackSource): PackageFiles {
  const identifier = identifierOf(source.spec)
  const actions = actionsOf(source)
  const connectors = connectorsOf(source)
  const shared = managers(source, 'built')
  const files: Record<string, string> = {
    [`Integration-${identifier}.def`]: packageJson(integrationDefinition(source)),
    [`${identifier}.fulldetails`]: packageJson(fullDetails(source, Object.keys(shared))),
    'RN.json': packageJson(releaseNotesFile(source)),
    '.python-version': PYTHON.file,
    ...under('Managers', '.py', shared),
  }
  for (const action of actions) {
    const stem = stemOf(action.manifest)
    files[`ActionsDefinitions/${stem}.actiondef`] = packageJson(actionDefinition(source, action))
    files[`ActionsScripts/${stem}.py`] = actionScript(source, action, 'built')
    const { widget } = actionPackage(action.manifest)
    if (!widget) continue
    files[`Widgets/${stem}.json`] = packageJson(widgetDefinition(source, action, widget))
    files[`WidgetsScripts/${stem}.html`] = widgetPage(action)
  }
  for (const connector of connectors) {
    const stem = stemOf(connector.manifest)
    files[`Connectors/${stem}.connectordef`] = packageJson(connectorDefinition(source, connector))
    files[`ConnectorsScripts/${stem}.py`] = connectorScript(connector, 'built')
  }
  const rules: PackageValue = mappingRules(source)
  if (rules.length) files['DefaultMappingRules/integration_mapping_rules.json'] = packageJson(rules)
  for (const [path, data] of Object.entries(aiDocuments(source))) files[path] = packageYaml(data)
  files[SBOM_FILE] = billOfMaterials(source)
  const encoded = encode(files)
  return { ...encoded, [SUMS_FILE]: Buffer.from(sumsOf(encoded)) }
}

const under = (folder: string, extension: string, texts: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [`${folder}/${name}${extension}`, text]))

const encode = (texts: Record<string, string>): PackageFiles =>
  Object.fromEntries(Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)]))
