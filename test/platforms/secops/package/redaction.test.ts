/** What the Python scripts of the package hide, and that it is what the product hides. */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { redaction } from '../../../../runtime/platforms/secops/package/files/redaction.ts'
import { createRedactor, REDACTED } from '../../../../runtime/safety/redact.ts'
import { folderWith } from '../../../support/author.ts'
import { findPython } from '../../../support/package.ts'
import { SPELLINGS } from '../../../support/spellings.ts'

interface Case {
  secrets: string[]
  text: string
  /** A context in which secrets are found by the names of their fields. */
  context?: object
}

/** What the module makes of each text. */
function hidden(cases: Case[]): string[] {
  const { root } = folderWith({})
  writeFileSync(join(root, 'soar_redact.py'), redaction(['"Secret Key"', '"Client Secret"']))
  const script = [
    'import json,sys',
    'from soar_redact import Redactor',
    'def run(case):',
    '  redactor = Redactor()',
    '  for secret in case["secrets"]: redactor.add(secret)',
    '  if "context" in case: redactor.learn(json.dumps(case["context"]).encode())',
    '  return redactor.hide(case["text"])',
    'print(json.dumps([run(case) for case in json.load(sys.stdin)]))',
  ].join('\n')
  const input = JSON.stringify(cases)
  return JSON.parse(execFileSync(findPython(), ['-c', script], { input, cwd: root, encoding: 'utf8' }))
}

const printable = fc
  .string({ minLength: 16, maxLength: 48, unit: 'grapheme-ascii' })
  .filter((text) => text.replaceAll(/[^A-Za-z0-9]/g, '').length >= 14)

test.each(Object.entries(SPELLINGS))('a secret is hidden: %s', (_, spell) => {
  const cases = fc
    .sample(printable, { numRuns: 40 })
    .map((secret) => ({ secrets: [secret], text: `the key was ${spell(secret)}, sorry` }))
  for (const [index, text] of hidden(cases).entries()) expect(text, cases[index]?.text).toContain(REDACTED)
})

describe('as in the product', () => {
  const SECRET = 'A4f9xQ0bZ7kLmN2pR5tV'

  test.each<[string, Case]>([
    ['a secret as it is', { secrets: [SECRET], text: `a ${SECRET} b ${SECRET}` }],
    ['a percent-encoded letter', { secrets: [SECRET], text: 'a=1&b=%41%34f9xQ0bZ7kLmN2pR5tV&c=2' }],
    ['small letters', { secrets: [SECRET], text: `client_secret=${SECRET.toLowerCase()}.` }],
    [
      'two secrets, one within the other',
      { secrets: ['hunter22', 'hunter22hunter33'], text: 'hunter22hunter33' },
    ],
    ['a short one', { secrets: ['k+/='], text: 'a k+/= b k&#43;&#47;&#61; c' }],
    ['one that is too short, alone', { secrets: ['abc'], text: 'abc' }],
    ['one that is too short, in a text', { secrets: ['abc'], text: 'abcdef' }],
    ['nothing', { secrets: ['  ', ''], text: 'a  b' }],
    ['a basic credential', { secrets: [SECRET], text: Buffer.from(`user:${SECRET}`).toString('base64') }],
    ['some of its letters only', { secrets: ['hunter22'], text: 'a HUNTER 2 &amp; %zz \\u12 =3' }],
    ['letters beyond ASCII', { secrets: ['pässwörtchen'], text: 'x PÄSSWÖRTCHEN y' }],
  ])('%s', (_, { secrets, text }) => {
    const redactor = createRedactor()
    for (const secret of secrets) redactor.add(secret)
    expect(hidden([{ secrets, text }])).toEqual([redactor.redact(text)])
  })
})

test('texts without a secret stay as they are', () => {
  const cases = fc
    .sample(fc.string({ maxLength: 200, unit: 'grapheme' }), { numRuns: 200 })
    .map((text) => ({ secrets: ['A4f9xQ0bZ7kLmN2pR5tV', 'zq+/zq=='], text }))
  expect(hidden(cases)).toEqual(cases.map(({ text }) => text))
})

test.each([
  ['the configuration', { integration_configuration: { 'Secret Key': 'S3cretS3cret' } }],
  ['a parameter', { parameters: { 'Client Secret': 'S3cretS3cret' } }],
  [
    'a connector’s parameter',
    { connector_info: { params: [{ param_name: 'Secret Key', param_value: 'S3cretS3cret' }] } },
  ],
  [
    'a connector’s parameter of type password',
    { connector_info: { params: [{ param_name: 'Other', param_value: 'S3cretS3cret', type: 3 }] } },
  ],
  ['the vault', { vault_settings: { vault_password: 'S3cretS3cret' } }],
  ['the agent', { environment_api_key: 'S3cretS3cret' }],
])('secrets are found in %s', (_, context) => {
  expect(hidden([{ secrets: [], text: 'was S3cretS3cret', context }])).toEqual([`was ${REDACTED}`])
})

test('a huge text is cut', () => {
  const [text = ''] = hidden([{ secrets: ['A4f9xQ0bZ7kLmN2pR5tV'], text: '%41'.repeat(100_000) }])
  expect(text.length).toBeLessThanOrEqual(20_000)
})
