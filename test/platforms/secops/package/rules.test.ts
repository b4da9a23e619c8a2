/** Every rule of the platform, broken on purpose: named, with file and line. */
import { cpSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { surveyIntegration } from '../../../../runtime/authoring/survey.ts'
import { checkCommand } from '../../../../runtime/faces/cli/commands/check.ts'
import { packCommand } from '../../../../runtime/faces/cli/commands/pack.ts'
import { builtFrom } from '../../../../runtime/integration/built-from.ts'
import { writeFinding } from '../../../../runtime/integration/yaml/yaml.ts'
import { rules, runRules } from '../../../../runtime/platforms/secops/package/rules/rules.ts'
import { copyEcho, type Folder, folderWith, say } from '../../../support/author.ts'

const root = resolve(import.meta.dirname, '../../../..')

/** A copy of what the rules look at. */
function copyOfContents(): Folder {
  const folder = folderWith({})
  for (const path of ['integration.yaml', 'manifests', 'docs/logo.svg', 'docs/logo.png'])
    cpSync(join(root, path), join(folder.root, path), { recursive: true })
  return folder
}

/** The manifests that the cases change, or that what they change collides with. */
const KEPT = /^(?:ping|block-sender|permit-sender|message-tracking|reject-message|get-policy)\.yaml$/

/** The same with these manifests alone and in one language, which every case reads anew. */
function smallCopy(): Folder {
  const folder = copyOfContents()
  for (const name of readdirSync(join(folder.root, 'manifests'), { recursive: true, encoding: 'utf8' }))
    if (name.endsWith('.yaml') && !KEPT.test(basename(name))) folder.remove(`manifests/${name}`)
  folder.write(MAIN, folder.read(MAIN).replace(/^locales: .*/m, 'locales: [en]'))
  return folder
}

/** The findings of every rule that is broken, by its name. */
async function broken(folder: Folder): Promise<Record<string, string[]>> {
  const survey = await surveyIntegration(folder.root)
  expect(survey.findings).toEqual([])
  const verdicts = (await runRules(survey)).filter(({ findings }) => findings.length > 0)
  return Object.fromEntries(verdicts.map(({ name, findings }) => [name, findings.map(writeFinding)]))
}

const PING = 'manifests/account/ping.yaml'
const BLOCK = 'manifests/managed-senders/block-sender.yaml'
const TRACKING = 'manifests/tracking/message-tracking.yaml'
const REJECT = 'manifests/held-messages/reject-message.yaml'
const MAIN = 'integration.yaml'

/** What is changed, and the one sentence that must come of it; `L` stands for a line. */
const CASES: [rule: string, change: (folder: Folder) => void, finding: RegExp][] = [
  [
    'Package Facts',
    (folder) => folder.edit(MAIN, 'minimum_system_version: 5.3', 'minimum_system_version: new'),
    /^integration\.yaml:\d+:\d+ For the package: .*minimum_system_version/,
  ],
  [
    'Package Facts',
    (folder) => folder.edit(TRACKING, 'regular: [device_product_field', 'regular: [device_field'),
    /^manifests\/tracking\/message-tracking\.yaml:\d+:\d+ There is no "device_field"\.$/,
  ],
  [
    'Package Facts',
    (folder) => folder.edit(MAIN, '[email_security]', '[mail]'),
    /^integration\.yaml:\d+:\d+ For the package: .*product_categories/,
  ],
  [
    'Package Facts',
    (folder) => folder.edit(BLOCK, '[add_ioc_to_blocklist]', '[block]'),
    /^manifests\/managed-senders\/block-sender\.yaml:\d+:\d+ For the package: .*outcomes/,
  ],
  [
    'Version Consistency',
    (folder) => folder.edit(MAIN, 'version: 1.0.0', 'version: 2.0.0'),
    /^integration\.yaml:\d+:\d+ The last release note is for 1, the version is 2\./,
  ],
  [
    'Version Consistency',
    (folder) => folder.edit(MAIN, 'version: 1.0.0', 'version: 1.10.0'),
    /^integration\.yaml:4:\d+ The platform's versions are floats: 1\.10\.0 would be 1\.1\.$/,
  ],
  [
    'Custom Components',
    (folder) => folder.edit(BLOCK, '    package:\n', '    package:\n      custom: true\n'),
    /^manifests\/managed-senders\/block-sender\.yaml:\d+:\d+ A package has no custom components\./,
  ],
  [
    'Disabled Components',
    (folder) => folder.edit(BLOCK, '    package:\n', '    package:\n      enabled: false\n'),
    /^manifests\/managed-senders\/block-sender\.yaml:\d+:\d+ A package has no disabled components\./,
  ],
  [
    'Ping Action Existence',
    (folder) => folder.edit(PING, 'name: Ping', 'name: Pong'),
    /^integration\.yaml:\d+:\d+ There is no action "Ping"\./,
  ],
  [
    'Ping Message Format',
    (folder) => folder.edit(PING, 'Successfully connected to the', 'Connected to the'),
    /^manifests\/account\/ping\.yaml:\d+:\d+ No sentence of Ping has "Successfully connected to the"/,
  ],
  [
    'Mapping Rules',
    (folder) => folder.write(TRACKING, folder.read(TRACKING).replace(/ {6}mapping:\n(?: {8}- .*\n)+/, '')),
    /^manifests\/tracking\/message-tracking\.yaml:\d+:\d+ A connector needs dialects\.secops\.package\.mapping/,
  ],
  [
    'SSL Integration',
    (folder) => folder.edit(MAIN, 'label: Verify SSL', 'label: Check Certificates'),
    /^integration\.yaml:\d+:\d+ A boolean "Verify SSL" with the default true is needed/,
  ],
  [
    'SSL Connectors',
    (folder) => folder.edit(MAIN, 'label: Verify SSL', 'label: Check Certificates'),
    /^manifests\/tracking\/message-tracking\.yaml:\d+:\d+ A boolean "Verify SSL" with the default true is needed/,
  ],
  [
    'Documentation Link',
    (folder) => folder.write(MAIN, folder.read(MAIN).replace(/^documentation: .*\n/m, '')),
    /^integration\.yaml:\d+:\d+ Say under "documentation"/,
  ],
  [
    'Connectors Documentation Link',
    (folder) => folder.write(MAIN, folder.read(MAIN).replace(/^documentation: .*\n/m, '')),
    /^manifests\/tracking\/message-tracking\.yaml:\d+:\d+ Say under dialects\.secops\.package\.documentation/,
  ],
  [
    'Integration Description',
    (folder) =>
      folder.write(BLOCK, folder.read(BLOCK).replace(/(sender:\n(?:.*\n)*? {4}description:) .*/, '$1 " "')),
    /^manifests\/managed-senders\/block-sender\.yaml:\d+:\d+ The description is empty/,
  ],
  [
    'Fields',
    (folder) => folder.edit(MAIN, 'identifier: Mimecast', 'identifier: Mime cast!'),
    /^integration\.yaml:\d+:\d+ "Mime cast!" cannot be an identifier on the platform/,
  ],
  [
    'Fields',
    (folder) => folder.edit(BLOCK, 'name: Block Sender', 'name: Block_Sender'),
    /^manifests\/managed-senders\/block-sender\.yaml:2:\d+ "Block_Sender" cannot be a name on the platform/,
  ],
  [
    'Fields',
    (folder) => folder.edit(BLOCK, 'label: Sender', 'label: Sender (address)'),
    /^manifests\/managed-senders\/block-sender\.yaml:\d+:\d+ "Sender \(address\)" cannot be a label on the platform/,
  ],
  [
    'Fields',
    (folder) => folder.edit(BLOCK, 'label: Sender', `label: ${'a '.repeat(14)}`),
    /^manifests\/managed-senders\/block-sender\.yaml:\d+:\d+ The label has 14 words; the platform takes 13\./,
  ],
  [
    'Fields',
    (folder) => folder.edit(BLOCK, 'label: Sender', `label: ${'a'.repeat(151)}`),
    /^manifests\/managed-senders\/block-sender\.yaml:\d+:\d+ The label has 151 characters; the platform takes 150\./,
  ],
  [
    'Fields',
    (folder) => folder.edit(BLOCK, 'name: Block Sender', 'name: Permit-Sender'),
    /^manifests\/.*\.yaml:2:\d+ manifests\/.*-sender\.yaml has the same file name, "PermitSender"/,
  ],
  [
    'JSON Result Example',
    (folder) =>
      folder.write(
        'manifests/policies/get-policy.yaml',
        withoutResult(folder.read('manifests/policies/get-policy.yaml')),
      ),
    /^manifests\/policies\/get-policy\.yaml:\d+:\d+ The example shows no result/,
  ],
  [
    'Release Notes Date',
    (folder) => folder.edit(MAIN, 'date: "2026-03-10"', 'date: "2026-02-30x"'),
    /^integration\.yaml:\d+:\d+ The date is a day: YYYY-MM-DD\.$/,
  ],
  [
    'Action Parameters',
    (folder) => folder.edit(REJECT, '    package:\n', '    package:\n      defaults: { reason: Because }\n'),
    /^manifests\/held-messages\/reject-message\.yaml:\d+:\d+ "Because" is not one of the choices\./,
  ],
  [
    'Limits',
    (folder) =>
      folder.write(
        BLOCK,
        folder.read(BLOCK).replace(/^description: .*/m, `description: ${'x'.repeat(2051)}`),
      ),
    /^manifests\/managed-senders\/block-sender\.yaml:3:\d+ The description has 2051 characters; the platform takes 2050\./,
  ],
  [
    'Limits',
    (folder) =>
      folder.write(MAIN, folder.read(MAIN).replace(/^description: .*/m, `description: ${'x'.repeat(1501)}`)),
    /^integration\.yaml:\d+:\d+ The description has 1501 characters; the platform takes 1500\./,
  ],
  [
    'Limits',
    (folder) => {
      const many = Array.from(
        { length: 50 },
        (_, i) => `  p${i}: { label: P ${i}, description: One., type: string }\n`,
      )
      folder.edit(BLOCK, 'parameters:\n', `parameters:\n${many.join('')}`)
    },
    /^manifests\/managed-senders\/block-sender\.yaml:\d+:\d+ These are 52 fields; the platform takes 50\./,
  ],
  [
    'Images',
    (folder) => folder.write('docs/logo.svg', '<svg><path></svg>'),
    /^integration\.yaml:\d+:\d+ docs\/logo\.svg is no well-formed SVG\.$/,
  ],
  [
    'Images',
    (folder) => folder.write('docs/logo.png', 'GIF89a'),
    /^integration\.yaml:\d+:\d+ docs\/logo\.png is no PNG\.$/,
  ],
  [
    'Images',
    (folder) => {
      writeFileSync(join(folder.root, '../soar-outside.svg'), folder.read('docs/logo.svg'))
      onTestFinished(() => rmSync(join(folder.root, '../soar-outside.svg')))
      folder.edit(MAIN, 'logo: docs/logo.svg', 'logo: ../soar-outside.svg')
    },
    /^integration\.yaml:\d+:\d+ \.\.\/.* is not inside the integration's folder\./,
  ],
  [
    'Images',
    (folder) => {
      const other = folderWith({ 'outside.svg': folder.read('docs/logo.svg') })
      folder.remove('docs/logo.svg')
      symlinkSync(join(other.root, 'outside.svg'), join(folder.root, 'docs/logo.svg'))
    },
    /^integration\.yaml:\d+:\d+ docs\/logo\.svg is not inside the integration's folder\./,
  ],
  [
    'Images',
    (folder) => {
      const other = folderWith({})
      renameSync(join(folder.root, 'docs'), join(other.root, 'docs'))
      symlinkSync(join(other.root, 'docs'), join(folder.root, 'docs'))
    },
    /^integration\.yaml:\d+:\d+ docs\/logo\.png is not inside the integration's folder\./,
  ],
]

/** An example of rows, without any. */
const withoutResult = (text: string): string =>
  `${text.slice(0, text.indexOf('\nexample:'))}\nexample: { parameters: {}, result: [] }\n`

describe('every rule can be broken', () => {
  test.each(CASES)('%s (%#)', async (rule, change, finding) => {
    const folder = smallCopy()
    change(folder)
    const found = await broken(folder)
    expect(found[rule]).toContainEqual(expect.stringMatching(finding))
  })

  test('and each was', () => {
    const tried = new Set(CASES.map(([rule]) => rule))
    const held = rules.map(({ name }) => name).filter((name) => !tried.has(name))
    // These hold by what the packer writes: no manifest can break them. written.test.ts breaks the last three.
    expect(held).toEqual(['Python Version', 'Structure', 'Dependency Provider', 'File Shapes', 'YAML 1.1'])
  })

  test('the repository breaks none, nor does the part of it that the cases change', async () => {
    expect(await broken(copyOfContents())).toEqual({})
    expect(await broken(smallCopy())).toEqual({})
  })
})

describe('soar check --target', () => {
  test('refuses a platform that nobody knows', async () => {
    await expect(say(checkCommand, { root, target: 'other' })).rejects.toMatchObject({
      values: { reason: expect.stringContaining('Use one of: secops.') },
    })
  })

  test('says of each rule whether it holds, and of each finding which rule it breaks', async () => {
    const folder = copyEcho()
    folder.write('integration.yaml', `${folder.read('integration.yaml')}\n${NOTES}`)
    const { code, out } = await say(checkCommand, { root: folder.root, target: 'secops' })
    expect(code).toBe(1)
    expect(out).toContain('ok     SSL Integration\n')
    expect(out).toContain('FAILED Ping Action Existence\n')
    expect(out).toMatch(/^integration\.yaml:\d+:\d+ \[Ping Action Existence\] There is no action "Ping"\./m)
  })

  test('tells programs the same', async () => {
    const folder = copyEcho()
    folder.write('integration.yaml', `${folder.read('integration.yaml')}\n${NOTES}`)
    const { out } = await say(checkCommand, { root: folder.root, target: 'secops', json: true })
    const answer = JSON.parse(out)
    expect(answer.rules).toContainEqual({ name: 'Ping Action Existence', holds: false })
    expect(answer.rules).toContainEqual({ name: 'Structure', holds: true })
    expect(answer.rules).toHaveLength(rules.length + 1)
  })
})

const NOTES = 'release_notes: [{ version: 1.0, date: "2026-03-10", description: New. }]'

describe('soar pack', () => {
  // The integration without its languages and tests, which do not go into a package and need not be whole here.
  const packable = (): string => {
    const folder = copyOfContents()
    for (const path of ['actions', 'client', 'connectors', 'runtime', 'node_modules', 'package.json'])
      symlinkSync(join(root, path), join(folder.root, path))
    for (const name of folder.files())
      if (/^manifests\/(?:.*\.|locales\/)\w+\.yaml$/.test(name)) folder.remove(name)
    folder.write(MAIN, folder.read(MAIN).replace(/^locales: .*/m, 'locales: [en]'))
    return folder.root
  }

  test('packs nothing of an integration that breaks a rule', async () => {
    const folder = copyEcho()
    const { code, out, err } = await say(packCommand, { root: folder.root })
    expect([code, out]).toEqual([1, ''])
    expect(err).toMatch(/^integration\.yaml:\d+:\d+ .*release_notes/m)
    expect(err).toContain('Nothing was packed. Fix these problems first.')
    expect(folder.has('dist/package')).toBe(false)
  })

  test('takes no other day than one', async () => {
    await expect(say(packCommand, { root, date: '2026-03-10' })).rejects.toMatchObject({
      values: { reason: expect.stringContaining('--date must be a day as YYYYMMDD') },
    })
  })

  /** A built product that says this of itself. */
  const product = (soar: object | undefined) =>
    folderWith({
      'soar.js': '',
      'packages.json': '[]',
      'package.json': JSON.stringify({ type: 'commonjs', soar }),
    }).root

  test.each([
    [
      'another integration',
      { integration: 'echo', sources: '0' },
      'was built from the integration "echo", not from "mimecast"',
    ],
    [
      'other manifests',
      { integration: 'mimecast', sources: '0' },
      'was built from other manifests than these',
    ],
    ['nobody knows what', undefined, 'does not say which integration it was built from'],
  ])('never packs a product that was built from %s', async (_, soar, reason) => {
    await expect(say(packCommand, { root: packable(), product: product(soar) })).rejects.toMatchObject({
      code: 'INTEGRATION_INVALID',
      values: { reason: expect.stringContaining(reason) },
    })
  })

  test('says what to do where nothing was built', async () => {
    const nothing = folderWith({}).root
    await expect(say(packCommand, { root: packable(), product: nothing })).rejects.toMatchObject({
      code: 'INTEGRATION_INVALID',
      values: { reason: expect.stringContaining('Run `npm run build` first') },
    })
  })

  test('takes no Node of another system', async () => {
    const folder = folderWith({ node: 'MZ' })
    const from = packable()
    await expect(
      say(packCommand, {
        root: from,
        product: product(await builtFrom(from, 'mimecast')),
        node: join(folder.root, 'node'),
      }),
    ).rejects.toMatchObject({
      values: { reason: expect.stringContaining('--node must be a Node for Linux on x86-64') },
    })
  })

  test('writes a source tree into an empty folder alone', async () => {
    const from = packable()
    const built = product(await builtFrom(from, 'mimecast'))
    const folder = folderWith({ 'old.txt': '' })
    await expect(say(packCommand, { root: from, product: built, source: folder.root })).rejects.toMatchObject(
      {
        code: 'REQUEST_INVALID',
      },
    )
    const { code, out } = await say(packCommand, {
      root: from,
      product: built,
      source: join(folder.root, 'new'),
    })
    expect(code).toBe(0)
    expect(out).toContain('uv lock')
    expect(folder.has('new/definition.yaml')).toBe(true)
  })
})
