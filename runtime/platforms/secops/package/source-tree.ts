/**
 * Writes the package as the platform's source tree.
 *
 * Source: docs/platforms/secops-package.md#source-tree.
 */
import { PYTHON } from './codes.ts'
import { actionPackage } from './facts.ts'
import { aiDocuments } from './files/descriptions.ts'
import { HEAD } from './files/payload.ts'
import { projectFile } from './files/project.ts'
import { actionScript, connectorScript, managers } from './files/scripts.ts'
import {
  actionYaml,
  connectorYaml,
  definitionYaml,
  examplePath,
  mappingYaml,
  notesYaml,
  widgetYaml,
} from './files/source-documents.ts'
import { widgetPage } from './files/widget/page.ts'
import { type PackageValue, packageJson } from './json.ts'
import { actionsOf, connectorsOf, type PackSource, stemOf } from './source.ts'
import { packageYaml } from './yaml.ts'
import type { PackageFiles } from './zip.ts'

/** Every YAML file of the tree as data, by path. */
export function treeDocuments(source: PackSource): Record<string, unknown> {
  const documents: Record<string, unknown> = {
    'definition.yaml': definitionYaml(source),
    'release_notes.yaml': notesYaml(source),
    ...aiDocuments(source),
  }
  for (const action of actionsOf(source)) {
    const stem = stemOf(action.manifest)
    const { widget } = actionPackage(action.manifest)
    documents[`actions/${stem}.yaml`] = actionYaml(source, action)
    if (widget) documents[`widgets/${stem}.yaml`] = widgetYaml(source, action, widget)
  }
  for (const connector of connectorsOf(source)) {
    documents[`connectors/${stemOf(connector.manifest)}.yaml`] = connectorYaml(source, connector)
  }
  const mapping = mappingYaml(source)
  if (mapping.length) documents['ontology_mapping.yaml'] = mapping
  return documents
}

/** Every file of the tree except `uv.lock`, which only uv writes. */
export function treeFiles(source: PackSource): PackageFiles {
  const { logo, image } = source
  const texts: Record<string, string> = {
    'pyproject.toml': projectFile(source.spec),
    '.python-version': PYTHON.file,
    '__init__.py': `${HEAD}\n`,
    'actions/__init__.py': `${HEAD}\n`,
    'core/__init__.py': `${HEAD}\n`,
    ...(logo === undefined ? {} : { 'resources/logo.svg': logo }),
  }
  for (const [path, data] of Object.entries(treeDocuments(source))) texts[path] = packageYaml(data)
  for (const [name, text] of Object.entries(managers(source, 'source'))) texts[`core/${name}.py`] = text
  for (const action of actionsOf(source)) {
    const { manifest } = action
    const stem = stemOf(manifest)
    texts[`actions/${stem}.py`] = actionScript(source, action, 'source')
    texts[examplePath(stem)] = `${packageJson(manifest.example.result as PackageValue)}\n`
    if (actionPackage(manifest).widget) texts[`widgets/${stem}.html`] = widgetPage(action)
  }
  for (const connector of connectorsOf(source)) {
    texts['connectors/__init__.py'] = `${HEAD}\n`
    texts[`connectors/${stemOf(connector.manifest)}.py`] = connectorScript(connector, 'source')
  }
  const files = Object.entries(texts).map(([path, text]): [string, Uint8Array] => [path, Buffer.from(text)])
  return { ...Object.fromEntries(files), ...(image ? { 'resources/image.png': image } : {}) }
}
