/** What is in the package: its tree, the fields of its files, the names that playbooks of the platform know. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { LIMITS } from '../../../../runtime/platforms/secops/package/codes.ts'
import { payloadModules } from '../../../../runtime/platforms/secops/package/files/payload.ts'
import { packageFiles, packageName } from '../../../../runtime/platforms/secops/package/package.ts'
import { readZip } from '../../../../runtime/platforms/secops/package/unzip.ts'
import { writeZip } from '../../../../runtime/platforms/secops/package/zip.ts'
import { packSource, textIn } from '../../../support/package.ts'

const root = resolve(import.meta.dirname, '../../../..')
const source = await packSource()
const files = packageFiles(source)
const paths = Object.keys(files)
const jsonOf = (path: string) => JSON.parse(textIn(files, path))
const stems = (folder: string) =>
  paths.filter((path) => path.startsWith(`${folder}/`)).map((path) => path.replace(/^.*\/|\.[a-z]+$/g, ''))

describe('the tree', () => {
  test('has what belongs together under the same stem', () => {
    expect(stems('ActionsDefinitions')).toEqual(stems('ActionsScripts'))
    expect(stems('Connectors')).toEqual(stems('ConnectorsScripts'))
    expect(stems('Widgets')).toEqual(stems('WidgetsScripts'))
    expect(stems('ActionsScripts').length).toBeGreaterThan(15)
    expect(stems('Connectors')).toEqual(
      source.actions
        .filter(({ manifest }) => manifest.kind === 'connector')
        .map(({ manifest }) => `${manifest.name.replaceAll(' ', '')}`)
        .toSorted(),
    )
    expect(stems('Connectors')).toHaveLength(8)
    expect(stems('Widgets')).toEqual([
      'AdvancedArchiveSearch',
      'CreateBlockSenderPolicy',
      'SimpleArchiveSearch',
    ])
  })

  test('has no other files than the platform knows, and the two lists of ours', () => {
    const folders = new Set(paths.map((path) => path.replace(/\/[^/]*$/, '/')))
    expect([...folders].sort()).toEqual([
      '.python-version',
      'ActionsDefinitions/',
      'ActionsScripts/',
      'Connectors/',
      'ConnectorsScripts/',
      'DefaultMappingRules/',
      'Integration-Mimecast.def',
      'Managers/',
      'Mimecast.fulldetails',
      'RN.json',
      'Widgets/',
      'WidgetsScripts/',
      'resources/',
      'resources/ai/',
    ])
    expect(paths.filter((path) => /^resources\/[^/]+$/.test(path)).sort()).toEqual([
      'resources/SHA256SUMS',
      'resources/sbom.cdx.json',
    ])
    expect(textIn(files, '.python-version')).toBe('3.11\n')
  })

  test('is named after the integration and the day', () => {
    expect(packageName(source, '20260310')).toBe('Mimecast20260310.zip')
  })
})

/** Types of fields as docs/platforms/secops-package.md gives them; a name with `?` may be missing, `|` means either. */
type Fields = Record<string, string>

const PARAMETER = { Name: 'string', Type: 'int', IsMandatory: 'bool', Description: 'string' }
const TABLES: { of: RegExp; fields: Fields; each?: Record<string, Fields> }[] = [
  {
    of: /^Integration-.*\.def$/,
    fields: {
      Identifier: 'string',
      DisplayName: 'string',
      MarketingDisplayName: 'string',
      Description: 'string',
      Version: 'float',
      PythonVersion: 'int',
      MinimumSystemVersion: 'float',
      DocumentationLink: 'string',
      Categories: 'list',
      IntegrationProperties: 'list',
      ImageBase64: 'string',
      SVGImage: 'string',
      ShouldInstalledInSystem: 'bool',
      IsAvailableForCommunity: 'bool',
      IsPowerUp: 'bool',
      IsCustom: 'bool',
      IsCertified: 'bool',
      GoogleSecOpsProduct: 'bool',
    },
    each: {
      IntegrationProperties: {
        IntegrationIdentifier: 'string',
        IsMandatory: 'bool',
        PropertyDescription: 'string',
        PropertyDisplayName: 'string',
        PropertyName: 'string',
        PropertyType: 'int',
        Value: 'string|bool',
      },
    },
  },
  {
    of: /\.actiondef$/,
    fields: {
      Name: 'string',
      IntegrationIdentifier: 'string',
      Description: 'string',
      Creator: 'string',
      IsAsync: 'bool',
      IsCustom: 'bool',
      IsEnabled: 'bool',
      Parameters: 'list',
      DynamicResultsMetadata: 'list',
      ScriptResultName: 'string',
      DefaultResultValue: 'string',
      SimulationDataJson: 'string',
      DocumentationLink: 'string',
      Version: 'float',
      AiDescription: 'string',
      AiShortDescription: 'string',
      ParametersDescription: 'string',
      'AiCategories?': 'list',
      'OutcomeCategories?': 'list',
    },
    each: {
      Parameters: {
        ...PARAMETER,
        DefaultValue: 'string|bool|null',
        Value: 'string|bool|null',
        OptionalValues: 'list|null',
      },
      DynamicResultsMetadata: { ResultName: 'string', ResultExample: 'string', ShowResult: 'bool' },
    },
  },
  {
    of: /\.connectordef$/,
    fields: {
      Name: 'string',
      Integration: 'string',
      Description: 'string',
      Creator: 'string',
      DocumentationLink: 'string',
      IsEnabled: 'bool',
      IsCustom: 'bool',
      IsConnectorRulesSupported: 'bool',
      Version: 'float',
      Parameters: 'list',
      Rules: 'list',
    },
    each: { Parameters: { ...PARAMETER, DefaultValue: 'string|bool|int', IsAdvanced: 'bool', Mode: 'int' } },
  },
  {
    of: /^Widgets\//,
    fields: {
      Title: 'string',
      Type: 'int',
      Scope: 'int',
      ActionIdentifier: 'string',
      Description: 'string',
      DefaultSize: 'int',
      DataDefinition: 'object',
      ConditionsGroup: 'object',
    },
  },
  {
    of: /\.fulldetails$/,
    fields: {
      Identifier: 'string',
      PackageName: 'string',
      DisplayName: 'string',
      Description: 'string',
      DocumentationLink: 'string',
      MinimumSystemVersion: 'float',
      IntegrationProperties: 'list',
      Actions: 'list',
      Connectors: 'list',
      Jobs: 'list',
      Widgets: 'list',
      Managers: 'list',
      CustomFamilies: 'list',
      MappingRules: 'list',
      ReleaseNotes: 'list',
      Version: 'float',
      IsCustom: 'bool',
      ExampleUseCases: 'list',
    },
    each: { ReleaseNotes: { Items: 'list', Version: 'float', PublishTimeUnixTime: 'int' } },
  },
  {
    of: /^RN\.json$/,
    fields: {
      ChangeDescription: 'string',
      Deprecated: 'bool',
      IntroducedInIntegrationVersion: 'float',
      ItemName: 'string',
      ItemType: 'string',
      New: 'bool',
      PublishTime: 'int',
      Regressive: 'bool',
      Removed: 'bool',
      TicketNumber: 'string',
    },
  },
  {
    of: /integration_mapping_rules\.json$/,
    fields: {
      Source: 'string',
      Product: 'string',
      EventName: 'string|null',
      SecurityEventFieldName: 'string',
      TransformationFunction: 'int',
      TransformationFunctionParam: 'string',
      RawDataPrimaryFieldMatchTerm: 'string',
      RawDataPrimaryFieldComparisonType: 'int',
      RawDataSecondaryFieldMatchTerm: 'string',
      RawDataSecondaryFieldComparisonType: 'int',
      RawDataThirdFieldMatchTerm: 'string',
      RawDataThirdFieldComparisonType: 'int',
      IsArtifact: 'bool',
      ExtractionFunction: 'int',
      ExtractionFunctionParam: 'string',
    },
  },
]

const kindOf = (value: unknown): string => {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'number') return 'int'
  return typeof value
}

/** Fields that are missing, foreign or of another type; floats are looked for in the text. */
function faultsOf(record: Record<string, unknown>, fields: Fields, text: string): string[] {
  const names = new Set([...Object.keys(record), ...Object.keys(fields).map((name) => name.replace('?', ''))])
  return [...names].flatMap((name) => {
    const wanted = fields[name] ?? fields[`${name}?`]
    if (Object.hasOwn(fields, `${name}?`) && !Object.hasOwn(record, name)) return []
    if (wanted === undefined || !Object.hasOwn(record, name)) return [name]
    if (wanted === 'float')
      return new RegExp(`"${name}": \\d+\\.\\d`).test(text) ? [] : [`${name} is no float`]
    return wanted.split('|').includes(kindOf(record[name])) ? [] : [`${name}: ${kindOf(record[name])}`]
  })
}

const written = paths.filter((path) => /\.(?:def|actiondef|connectordef|fulldetails|json)$/.test(path))

describe.each(written.filter((path) => !path.startsWith('resources/')))('%s', (path) => {
  const text = textIn(files, path)

  test('is JSON of ASCII, four blanks, keys sorted', () => {
    expect(text).toMatch(/^[\n -~]*$/)
    const keys = (value: unknown): void => {
      if (value === null || typeof value !== 'object') return
      if (!Array.isArray(value)) expect(Object.keys(value)).toEqual(Object.keys(value).sort())
      for (const member of Object.values(value)) keys(member)
    }
    keys(JSON.parse(text))
    expect(text).toMatch(/^[[{]\n {4}\S/)
  })

  test('has the fields of its table and no others', () => {
    const table = TABLES.find(({ of }) => of.test(path))
    const content = JSON.parse(text) as Record<string, unknown> | Record<string, unknown>[]
    const records = Array.isArray(content) ? content : [content]
    expect(records.length).toBeGreaterThan(0)
    for (const record of records) {
      expect(faultsOf(record, table?.fields ?? {}, text)).toEqual([])
      for (const [name, fields] of Object.entries(table?.each ?? {})) {
        for (const item of record[name] as Record<string, unknown>[])
          expect(faultsOf(item, fields, text)).toEqual([])
      }
    }
  })
})

/** The platform's own integration, as names-and-sentences.md records it: name, type, default, mandatory, options. */
type Known = [name: string, type: number, value: unknown, mandatory: boolean, options?: string[]]
const TEXT = 0
const BOOLEAN = 1
const CHOICE = 15
const TYPES = [
  'Everyone',
  'Email Address',
  'Email Domain',
  'Header Display Name',
  'Internal Addresses',
  'External Addresses',
]
const FRAMES = ['Last Hour', 'Last 6 Hours', 'Last 24 Hours', 'Last Week', 'Last Month', 'Custom']
const REASONS = [
  'Select One',
  'Inappropriate Communication',
  'Confidential Information',
  'Restricted Content',
  'Against Email Policy',
]
const COLUMNS =
  'attachmentcount,status,subject,size,receiveddate,displayfrom,displayfromaddress,id,displayto,displaytoaddresslist,smash'
const KNOWN: Record<string, Known[]> = {
  Ping: [],
  SimpleArchiveSearch: [
    ['Fields To Return', TEXT, COLUMNS, true],
    ['Mailboxes', TEXT, '', false],
    ['From', TEXT, '', false],
    ['To', TEXT, '', false],
    ['Subject', TEXT, '', false],
    ['Time Frame', CHOICE, 'Last Hour', true, FRAMES],
    ['Start Time', TEXT, '', false],
    ['End Time', TEXT, '', false],
    ['Max Emails To Return', TEXT, '50', false],
  ],
  AdvancedArchiveSearch: [['XML Query', TEXT, '', true]],
  RejectMessage: [
    ['Message ID', TEXT, '', true],
    ['Note', TEXT, '', false],
    ['Reason', CHOICE, 'Select One', false, REASONS],
    ['Notify Sender', BOOLEAN, false, false],
  ],
  ReleaseMessage: [
    ['Message ID', TEXT, '', true],
    ['Release To Sandbox', BOOLEAN, false, false],
  ],
  ReportMessage: [
    ['Message ID', TEXT, '', true],
    ['Comment', TEXT, '', false],
    ['Report As', CHOICE, 'Spam', false, ['Spam', 'Malware', 'Phishing']],
  ],
  BlockSender: [
    ['Sender', TEXT, '', true],
    ['Recipient', TEXT, '', true],
  ],
  PermitSender: [
    ['Sender', TEXT, '', true],
    ['Recipient', TEXT, '', true],
  ],
  CreateBlockSenderPolicy: [
    ['Response', CHOICE, 'Block Sender', false, ['No Action', 'Block Sender']],
    ['Description', TEXT, '', true],
    ['Extracted Data', CHOICE, 'Both', false, ['Both', 'From Envelope', 'From Headers']],
    ['Sender', TEXT, '', false],
    ['Sender Type', CHOICE, 'Email Domain', false, TYPES],
    ['Recipient', TEXT, '', false],
    ['Recipient Type', CHOICE, 'Email Domain', false, TYPES],
    ['Comment', TEXT, '', false],
    ['Bidirectional', BOOLEAN, true, false],
    ['Enforced', BOOLEAN, true, false],
    ['Start Time', TEXT, '', false],
    ['End Time', TEXT, '', false],
  ],
}

interface PackedParameter {
  Name: string
  Type: number
  DefaultValue: unknown
  Value: unknown
  IsMandatory: boolean
  OptionalValues: string[] | null
}

describe('forms are those that playbooks of the platform know', () => {
  test.each(Object.entries(KNOWN))('%s', (stem, known) => {
    const parameters = jsonOf(`ActionsDefinitions/${stem}.actiondef`).Parameters as PackedParameter[]
    const packed = parameters.map(({ Name, Type, DefaultValue, IsMandatory, OptionalValues }) => [
      Name,
      Type,
      DefaultValue,
      IsMandatory,
      OptionalValues,
    ])
    const expected = known.map(([name, type, value, mandatory, options = null]) => [
      name,
      type,
      value,
      mandatory,
      options,
    ])
    // Ours may have further choices behind the known ones, and further parameters, which must not be needed.
    const choicesOf = (name: unknown) => known.find(([one]) => one === name)?.[4]
    const cut = packed.map(([name, type, value, mandatory, options]) => [
      name,
      type,
      value,
      mandatory,
      Array.isArray(options) ? options.slice(0, choicesOf(name)?.length) : options,
    ])
    for (const row of expected) expect(cut).toContainEqual(row)
    const names = known.map(([name]) => name)
    expect(parameters.filter(({ Name, IsMandatory }) => IsMandatory && !names.includes(Name))).toEqual([])
    expect(parameters.every(({ Value, DefaultValue }) => Value === DefaultValue)).toBe(true)
  })

  test('the configuration', () => {
    const properties = jsonOf('Integration-Mimecast.def').IntegrationProperties as Record<string, unknown>[]
    const packed = properties.map((one) => [one.PropertyName, one.PropertyType, one.Value, one.IsMandatory])
    for (const row of [
      ['API Root', 2, 'https:/{{api root}}', true],
      ['Application ID', 2, '', false],
      ['Application Key', 3, '', false],
      ['Access Key', 3, '', false],
      ['Secret Key', 3, '', false],
      ['Client ID', 2, '', false],
      ['Client Secret', 3, '', false],
      ['Verify SSL', 0, true, true],
    ])
      expect(packed).toContainEqual(row)
  })

  test('the connector', () => {
    const { Name, Parameters } = jsonOf('Connectors/MessageTrackingConnector.connectordef')
    expect(Name).toBe('Mimecast - Message Tracking Connector')
    const packed = (Parameters as Record<string, unknown>[]).map((one) => [
      one.Name,
      one.Type,
      one.DefaultValue,
      one.IsMandatory,
      one.IsAdvanced,
      one.Mode,
    ])
    const known = [
      ['DeviceProductField', 2, 'Product Name', true, false, 0],
      ['EventClassId', 2, 'event_type', true, false, 0],
      ['Environment Field Name', 2, '', false, true, 2],
      ['Environment Regex Pattern', 2, '.*', false, true, 2],
      ['PythonProcessTimeout', 1, 180, true, true, 2],
      ['API Root', 2, 'https:/{{api root}}', true, false, 2],
      ['Application ID', 2, '', false, true, 2],
      ['Application Key', 3, '', false, true, 2],
      ['Access Key', 3, '', false, true, 2],
      ['Secret Key', 3, '', false, true, 2],
      ['Client ID', 2, '', false, false, 2],
      ['Client Secret', 3, '', false, false, 2],
      ['Verify SSL', 0, true, true, true, 2],
      ['Domains', 2, '', true, false, 2],
      ['Lowest Risk To Fetch', 2, '', false, false, 2],
      ['Status Filter', 2, 'held', false, false, 2],
      ['Route Filter', 2, '', false, false, 2],
      ['Queue Reason Filter', 2, '', false, true, 2],
      ['Ingest Messages Without Risk', 0, true, true, true, 2],
      ['Max Hours Backwards', 1, 1, false, true, 2],
      ['Max Messages To Return', 1, 20, false, true, 2],
      ['Use whitelist as a blacklist', 0, false, true, true, 2],
      ['Proxy Server Address', 2, '', false, true, 2],
      ['Proxy Username', 2, '', false, true, 2],
      ['Proxy Password', 3, '', false, true, 2],
    ]
    for (const row of known) expect(packed).toContainEqual(row)
    const names = packed.map(([name]) => name)
    // What the platform decides around a connector is in no form.
    for (const name of ['Allow List', 'Environment', 'Test Run', 'Overflow Settings', 'Connector Identifier'])
      expect(names).not.toContain(name)
    expect(new Set(names).size).toBe(names.length)
  })

  test('events say when something happened', () => {
    const rules = jsonOf('DefaultMappingRules/integration_mapping_rules.json') as Record<string, unknown>[]
    const fields = rules.map(({ SecurityEventFieldName }) => SecurityEventFieldName)
    expect(fields).toEqual(
      expect.arrayContaining(['StartTime', 'EndTime', 'EmailSubject', 'DestinationUserName']),
    )
  })

  test('every default of a list to choose from is one of its choices', () => {
    for (const stem of stems('ActionsDefinitions')) {
      for (const one of jsonOf(`ActionsDefinitions/${stem}.actiondef`).Parameters as PackedParameter[]) {
        if (one.Type === CHOICE) expect([...(one.OptionalValues ?? []), null]).toContain(one.DefaultValue)
        else expect(one.OptionalValues).toBeNull()
      }
    }
  })
})

describe('the bytes', () => {
  test('are the same whenever and in whatever order they are written', () => {
    const one = writeZip(files)
    const shuffled = Object.fromEntries(Object.entries(packageFiles(source)).reverse())
    expect(Buffer.from(writeZip(shuffled)).equals(Buffer.from(one))).toBe(true)
  })

  test('are those of the files', () => {
    const read = readZip(writeZip(files))
    expect(Object.keys(read)).toEqual(paths.toSorted())
    for (const path of paths)
      expect(Buffer.from(read[path] ?? []).equals(Buffer.from(files[path] ?? []))).toBe(true)
  })

  test('hold nothing of the machine they were made on', () => {
    for (const path of paths) expect(textIn(files, path)).not.toContain(root)
  })
})

describe('the payload', () => {
  test('is cut into modules that the platform takes', () => {
    // Like chance, so that it does not compress.
    const content = createHash('shake256', { outputLength: 8_000_000 }).digest()
    const modules = payloadModules([{ name: 'node', files: { node: content }, executable: ['node'] }])
    expect(Object.keys(modules).sort()).toEqual([
      'soar_payload',
      'soar_payload_node_1',
      'soar_payload_node_2',
      'soar_payload_node_3',
    ])
    for (const text of Object.values(modules)) expect(text.length).toBeLessThan(LIMITS.script)
  })

  test('names the licences of what is in it', () => {
    const { components } = JSON.parse(textIn(files, 'resources/sbom.cdx.json'))
    expect(components[0]).toMatchObject({
      type: 'library',
      purl: 'pkg:npm/undici@8.0.0',
      licenses: [{ expression: 'MIT' }],
    })
  })
})

test('actions that the platform documents link to their section of its page, others to the page of the vendor', () => {
  const links = paths
    .filter((path) => path.endsWith('.actiondef'))
    .map((path) => [path.replace(/^.*\/|\.[a-z]+$/g, ''), jsonOf(path).DocumentationLink] as const)
  const page = 'https://cloud.google.com/chronicle/docs/soar/marketplace-integrations/mimecast#'
  const anchors = links.flatMap(([name, link]) =>
    link.startsWith(page) ? [[name, link.slice(page.length)]] : [],
  )
  expect(Object.fromEntries(anchors)).toEqual({
    AdvancedArchiveSearch: 'advanced_archive_search',
    BlockSender: 'block_sender',
    CreateBlockSenderPolicy: 'create_block_sender_policy',
    PermitSender: 'permit_sender',
    RejectMessage: 'reject_message',
    ReleaseMessage: 'release_message',
    ReportMessage: 'report_message',
    SimpleArchiveSearch: 'simple_archive_search',
  })
  const others = links.filter(([, link]) => !link.startsWith(page)).map(([, link]) => link)
  expect(new Set(others)).toEqual(new Set([jsonOf('Integration-Mimecast.def').DocumentationLink]))
})

test('the logo is the file that integration.yaml names', () => {
  const { SVGImage, ImageBase64 } = jsonOf('Integration-Mimecast.def')
  expect(SVGImage).toBe(readFileSync(join(root, 'docs/logo.svg'), 'utf8'))
  expect(Buffer.from(ImageBase64, 'base64').subarray(1, 4).toString()).toBe('PNG')
})
