/** Files as they are written: YAML reads as it was meant, shapes are the platform's, uv finds every package. */
import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { aiDocuments } from '../../../../runtime/platforms/secops/package/files/descriptions.ts'
import { packageFiles } from '../../../../runtime/platforms/secops/package/package.ts'
import { misread, misshapen, unsourced } from '../../../../runtime/platforms/secops/package/rules/written.ts'
import { treeDocuments, treeFiles } from '../../../../runtime/platforms/secops/package/source-tree.ts'
import { packageYaml, readYaml11 } from '../../../../runtime/platforms/secops/package/yaml.ts'
import type { PackageFiles } from '../../../../runtime/platforms/secops/package/zip.ts'
import { folderWith } from '../../../support/author.ts'
import { needs } from '../../../support/needs.ts'
import { findPython, packSource, textIn, writeAll } from '../../../support/package.ts'

const source = await packSource({ 'soar.js': Buffer.from('product') })
const zip = packageFiles(source)
const tree = treeFiles(source)
const documents = treeDocuments(source)
const replaced = (files: PackageFiles, path: string, text: string): PackageFiles => ({
  ...files,
  [path]: Buffer.from(text),
})

/** Texts that a reader of YAML 1.1 takes for something else where they stand plain. */
const RETYPED = [
  ...['2026-03-10', '2001-12-14 21:59:43.10 -5', 'yes', 'No', 'on', 'OFF', 'y', 'N', 'True', 'NULL', '~', ''],
  ...[
    '1_000',
    '1:30',
    '190:20:30.15',
    '0o7',
    '0777',
    '0x1F',
    '0b11',
    '1e3',
    '.5',
    '-.inf',
    '.NaN',
    '+1.',
    '=',
    '<<',
  ],
]

/** Texts that readers of YAML trip over. */
const AWKWARD = [
  '- a',
  'a: b',
  'a #b',
  ' a',
  'a ',
  '---',
  'a\n---\nb',
  '\n',
  '\n\n a',
  'a\tb',
  '\u2028',
  'a\u0085b',
  '😀',
  '\u007f',
  '%',
  '@',
  '`',
  '"',
  "'",
]

describe('YAML', () => {
  test('of the tree reads in version 1.1 as it was meant, dates included', () => {
    expect(misread(tree, documents)).toEqual([])
    expect(readYaml11(textIn(tree, 'release_notes.yaml'))).toMatchObject([{ publish_time: '2026-03-10' }])
    expect(Object.keys(documents).length).toBeGreaterThan(25)
  })

  test('of the package does, too', () => {
    expect(misread(zip, aiDocuments(source))).toEqual([])
  })

  test.each([...RETYPED, ...AWKWARD])('keeps the text %j, as value and as name', (text) => {
    const data = { value: text, list: [text], [`${text}`]: { [text]: text } }
    const written = packageYaml(data)
    expect(readYaml11(written)).toEqual(data)
    expect(parse(written)).toEqual(data)
  })

  test('keeps whatever is written, for readers of both versions', () => {
    const values = fc.jsonValue({ maxDepth: 3, stringUnit: 'grapheme' })
    fc.assert(
      fc.property(values, (value) => {
        // Minus zero is no JSON, and a key of that name cannot be set.
        fc.pre(!JSON.stringify(value).includes('"__proto__"'))
        const meant = JSON.parse(JSON.stringify(value))
        const written = packageYaml(meant)
        expect(readYaml11(written)).toEqual(meant)
        expect(parse(written)).toEqual(meant)
      }),
      { numRuns: 300 },
    )
  })

  test('that was written by another writer is found', () => {
    const plain = replaced(tree, 'release_notes.yaml', '- publish_time: 2026-03-10\n')
    expect(misread(plain, { 'release_notes.yaml': [{ publish_time: '2026-03-10' }] })).toEqual([
      {
        path: 'release_notes.yaml',
        message: 'release_notes.yaml is read as something else by readers of YAML 1.1.',
      },
    ])
    expect(misread({ 'a.yaml': Buffer.from('a: [') }, { 'a.yaml': {} })).toEqual([
      { path: 'a.yaml', message: expect.stringMatching(/^a\.yaml cannot be read as YAML 1\.1: /) },
    ])
  })

  test('is read by PyYAML as it was meant', needs('PyYAML'), () => {
    const { root } = folderWith({})
    const awkward = Object.fromEntries([...RETYPED, ...AWKWARD].map((text) => [text, [text, 1e21, 1e-7]]))
    writeAll(root, { ...tree, 'awkward.yaml': Buffer.from(packageYaml(awkward)) })
    const script =
      'import json,pathlib,sys,yaml\nfor path, meant in json.load(sys.stdin).items():\n  assert yaml.safe_load(pathlib.Path(path).read_text("utf-8")) == meant, path'
    const input = JSON.stringify({ ...documents, 'awkward.yaml': awkward })
    execFileSync(findPython(), ['-c', script], { input, cwd: root })
  })
})

/** Files with a shape, one of each kind. */
const ONE_OF_EACH = [
  'Integration-Mimecast.def',
  'ActionsDefinitions/BlockSender.actiondef',
  'Connectors/MessageTrackingConnector.connectordef',
  'Widgets/SimpleArchiveSearch.json',
  'Mimecast.fulldetails',
  'RN.json',
  'DefaultMappingRules/integration_mapping_rules.json',
  'definition.yaml',
  'actions/BlockSender.yaml',
  'connectors/MessageTrackingConnector.yaml',
  'widgets/SimpleArchiveSearch.yaml',
  'ontology_mapping.yaml',
  'release_notes.yaml',
  'resources/ai/actions_ai_description.yaml',
  'resources/ai/connectors_ai_description.yaml',
  'resources/ai/integration_ai_description.yaml',
]

const all: PackageFiles = { ...tree, ...zip }
const read = (path: string): unknown =>
  path.endsWith('.yaml') ? readYaml11(textIn(all, path)) : JSON.parse(textIn(all, path))

type Place = (string | number)[]

/** Every key in the data, at the first item of each list. */
function places(data: unknown, at: Place = []): Place[] {
  if (Array.isArray(data)) return data.length ? places(data[0], [...at, 0]) : []
  if (data === null || typeof data !== 'object') return []
  return Object.entries(data).flatMap(([key, value]) => [[...at, key], ...places(value, [...at, key])])
}

/** A copy of the data in which one key was changed. */
function changed(
  data: unknown,
  place: Place,
  change: (parent: Record<string, unknown>, key: string) => void,
) {
  const copy = structuredClone(data)
  const parent = place.slice(0, -1).reduce((value, key) => (value as Record<string, unknown>)[key], copy)
  change(parent as Record<string, unknown>, String(place.at(-1)))
  return copy
}

const only = (data: unknown, key: string) => ({ [key]: (data as Record<string, unknown>)[key] })

const written = (path: string, data: unknown) =>
  misshapen({ [path]: Buffer.from(path.endsWith('.yaml') ? packageYaml(data) : JSON.stringify(data)) })

describe('the shape of', () => {
  test('every file is the platform’s', async () => {
    expect(await misshapen(zip)).toEqual([])
    expect(await misshapen(tree)).toEqual([])
  })

  describe.each(ONE_OF_EACH)('%s', (path) => {
    const content = read(path)
    // One action stands for all in the file that describes each of them.
    const data = path.includes('actions_ai') ? only(content, 'Block Sender') : content
    const keys = places(data)

    test('is held to every key: a misspelt one is refused', async () => {
      for (const place of keys) {
        // What actions and entity types are called is not a matter of shape.
        if (/actions_ai|connectors_ai/.test(path) && place.length === 1) continue
        const broken = changed(data, place, (parent, key) => {
          parent[`${key}x`] = parent[key]
          delete parent[key]
        })
        expect(await written(path, broken), place.join('.')).not.toEqual([])
      }
      expect(keys.length).toBeGreaterThan(0)
    })

    test('is held to every type: an object in the place of a value is refused', async () => {
      for (const place of keys) {
        const broken = changed(data, place, (parent, key) => {
          parent[key] = { wrong: [1] }
        })
        expect(await written(path, broken), place.join('.')).not.toEqual([])
      }
    })
  })

  test('a file that nobody expects is refused', async () => {
    expect(await misshapen({ 'jobs/Other.yaml': Buffer.from('a: 1') })).toEqual([
      { path: 'jobs/Other.yaml', message: 'jobs/Other.yaml is not a file that the platform expects.' },
    ])
    expect(await misshapen({ 'RN.json': Buffer.from('{') })).toEqual([
      { path: 'RN.json', message: expect.stringMatching(/^RN\.json cannot be read: /) },
    ])
  })
})

describe('the packages for development', () => {
  const toml = textIn(tree, 'pyproject.toml')
  const faults = (text: string) =>
    unsourced({ 'pyproject.toml': Buffer.from(text) }).map(({ message }) => message)

  test('each have a source or an index', () => {
    expect(faults(toml)).toEqual([])
    expect(toml).toContain(
      '[tool.uv.sources]\nsoar-sdk = { git = "https://github.com/chronicle/soar-sdk.git" }',
    )
    expect(toml).toContain('[[tool.uv.index]]\nurl = "https://pypi.org/simple"\ndefault = true')
  })

  test.each([
    ['no source for one that no registry has', /^soar-sdk = .*\n/m, '', '"soar-sdk"'],
    ['no index', /^default = true$/m, 'default = false', '"pytest"'],
    [
      'an index that the packer refuses',
      'https://pypi.org/simple',
      'https://mirror.example/simple',
      '"pytest"',
    ],
    ['one that nobody has', '"pytest"]', '"pytest", "pytset"]', '"pytset"'],
  ])('%s is found', (_, from, to, name) => {
    expect(
      faults(
        toml.replace('"pytest", "pytest-json-report"]', '"pytest-json-report", "pytest"]').replace(from, to),
      ),
    ).toContain(`pyproject.toml names neither a source for ${name} nor an index that has it.`)
  })

  test('a missing one is found', () => {
    expect(faults(toml.replace('"pytest", ', ''))).toEqual([
      'pyproject.toml has no "pytest" in the group dev.',
    ])
  })
})

describe('the descriptions for the platform’s assistant', () => {
  interface Described {
    parameters_description: string
    capabilities: Record<string, unknown>
    outcome_categories: Record<string, boolean>
  }
  const described = read('resources/ai/actions_ai_description.yaml') as Record<string, Described>
  const definition = (stem: string) => read(`ActionsDefinitions/${stem}.actiondef`) as Record<string, unknown>

  test('say of a write what it changes, and of a read that it fetches', () => {
    expect(described['Block Sender']?.capabilities).toMatchObject({
      fetches_data: false,
      can_mutate_external_data: true,
      external_data_mutation_explanation: expect.stringContaining('It changes data of the tenant.'),
      internal_data_mutation_explanation: null,
    })
    expect(described['Simple Archive Search']?.capabilities).toMatchObject({
      fetches_data: true,
      can_mutate_external_data: false,
      external_data_mutation_explanation: null,
    })
  })

  test('have a table of the parameters, and say where there are none', () => {
    expect(described['Block Sender']?.parameters_description).toMatch(
      /^\| Parameter \| Type \| Mandatory \| Description \|\n\| :--- \| .*\n\| Sender \| String \| Yes \| .* \|\n/,
    )
    expect(described.Ping?.parameters_description).toBe('There are no parameters for this action.')
  })

  test('are in the definitions as the packer would put them there', () => {
    expect(definition('BlockSender')).toMatchObject({
      ParametersDescription: described['Block Sender']?.parameters_description,
      AiCategories: ['Remediation'],
      OutcomeCategories: ['Add IOC to Blocklist'],
    })
    expect(definition('SimpleArchiveSearch')).toMatchObject({
      AiCategories: ['Enrichment'],
      OutcomeCategories: ['Search Email'],
    })
    expect(Object.keys(definition('Ping'))).not.toEqual(
      expect.arrayContaining(['AiCategories', 'OutcomeCategories', 'EntityTypes']),
    )
  })

  test('name the kind of product', () => {
    const { product_categories } = read('resources/ai/integration_ai_description.yaml') as {
      product_categories: Record<string, unknown>
    }
    const named = Object.entries(product_categories).filter(([, value]) => value === true)
    expect(named).toEqual([['email_security', true]])
    expect(Object.keys(product_categories)).toHaveLength(12)
  })
})
