import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { treeFiles } from '../../../../runtime/platforms/secops/package/source-tree.ts'
import { folderWith } from '../../../support/author.ts'
import { findPython, packSource, textIn, writeAll } from '../../../support/package.ts'

const source = await packSource({ 'soar.js': Buffer.from('product') })
const files = treeFiles(source)
const yaml = (path: string) => parse(textIn(files, path))

/** Keys that the platform's packer requires (docs/platforms/secops-package.md#source-tree). */
const REQUIRED: [RegExp, string[]][] = [
  [/^definition\.yaml$/, ['identifier', 'name', 'categories', 'parameters']],
  [/^actions\/.*\.yaml$/, ['name', 'integration_identifier', 'parameters', 'dynamic_results_metadata']],
  [
    /^connectors\/.*\.yaml$/,
    ['name', 'integration', 'creator', 'is_connector_rules_supported', 'rules', 'parameters'],
  ],
  [
    /^widgets\/.*\.yaml$/,
    ['title', 'type', 'scope', 'action_identifier', 'data_definition', 'condition_group'],
  ],
]

test.each(Object.keys(files).filter((path) => REQUIRED.some(([of]) => of.test(path))))(
  '%s has the keys that the packer requires',
  (path) => {
    const keys = REQUIRED.find(([of]) => of.test(path))?.[1] ?? []
    expect(Object.keys(yaml(path))).toEqual(expect.arrayContaining(keys))
  },
)

test('every script has its YAML and every YAML its script', () => {
  const stems = (folder: string, extension: string) =>
    Object.keys(files)
      .filter(
        (path) => path.startsWith(`${folder}/`) && path.endsWith(extension) && !path.includes('__init__'),
      )
      .map((path) => path.slice(0, -extension.length))
  expect(stems('actions', '.py')).toEqual(stems('actions', '.yaml'))
  expect(stems('connectors', '.py')).toEqual(stems('connectors', '.yaml'))
  expect(stems('widgets', '.html')).toEqual(stems('widgets', '.yaml'))
})

test('types have the names of the platform, and whole numbers of actions are text', () => {
  const parameters = yaml('actions/SimpleArchiveSearch.yaml').parameters as Record<string, unknown>[]
  expect(parameters.find(({ name }) => name === 'Max Emails To Return')).toMatchObject({
    type: 'string',
    default_value: '50',
  })
  expect(parameters.find(({ name }) => name === 'Time Frame')).toMatchObject({
    type: 'ddl',
    optional_values: expect.arrayContaining(['Custom']),
  })
  const [timeout] = (
    yaml('connectors/MessageTrackingConnector.yaml').parameters as Record<string, unknown>[]
  ).filter(({ name }) => name === 'PythonProcessTimeout')
  expect(timeout).toMatchObject({ type: 'integer', default_value: 180, mode: 'script' })
})

test("mapping rules have the platform's odd name of the event field", () => {
  expect(yaml('ontology_mapping.yaml')[0]).toMatchObject({
    source: 'Mimecast',
    security_event_file_name: 'StartTime',
    transformation_function: 'from_custom_date',
  })
})

test('release notes have days, and the last is of the version that the project has', () => {
  const notes = yaml('release_notes.yaml') as { version: number; publish_time: string }[]
  expect(notes.every(({ publish_time }) => /^\d{4}-\d\d-\d\d$/.test(publish_time))).toBe(true)
  expect(textIn(files, 'pyproject.toml')).toContain(`version = "${notes.at(-1)?.version.toFixed(1)}"`)
  expect(textIn(files, 'pyproject.toml')).toContain('requires-python = ">=3.11,<3.12"')
})

test('every example that an action names is there', () => {
  for (const path of Object.keys(files).filter((name) => /^actions\/.*\.yaml$/.test(name))) {
    const [{ result_example_path: example }] = yaml(path).dynamic_results_metadata
    expect(() => JSON.parse(textIn(files, example))).not.toThrow()
  }
})

test('scripts import each other as the tree lies, and are Python', () => {
  expect(textIn(files, 'actions/Ping.py')).toContain('from soar_sdk.SiemplifyAction import SiemplifyAction')
  expect(textIn(files, 'actions/Ping.py')).toContain('from ..core.soar_bridge import run_action')
  const { root } = folderWith({})
  writeAll(root, files)
  const check =
    'import ast,pathlib,sys\nfor f in pathlib.Path(sys.argv[1]).rglob("*.py"): ast.parse(f.read_text())'
  execFileSync(findPython(), ['-c', check, join(root)])
})
