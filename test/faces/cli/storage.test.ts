/** Files that cannot be used: STORAGE_FAILED with the file, the reason and what to do; never a fault inside the product. */
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { codes } from '../../../runtime/contract/codes.ts'
import { cannotWrite, refuse, writeFault } from '../../../runtime/contract/refuse.ts'
import {
  english,
  languageOf,
  runtimeLocales,
  writeError,
  writeWord,
} from '../../../runtime/i18n/sentences.ts'
import { copyEcho } from '../../support/author.ts'
import { cli } from '../../support/cli.ts'

const thrown = (code: string) => Object.assign(new Error(`${code}: write`), { code })

describe('a file that cannot be written', () => {
  test('fails soar mcp before it serves anything, exit code 1', async () => {
    const { code, stdout, stderr } = await cli(['mcp', '--audit', 'no/such/folder/calls.jsonl'])
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain('soar: Cannot write the audit log ')
    expect(stderr).toContain(
      'calls.jsonl: its folder does not exist (ENOENT). Name another file with --audit.\n',
    )
  })

  test('is reported in the language of SOAR_LOCALE', async () => {
    const env = { SOAR_LOCALE: 'fr' }
    const { stderr } = await cli(['mcp', '--audit', 'no/such/folder/calls.jsonl'], { env })
    expect(stderr).toContain('soar: Impossible d’écrire the audit log ')
    expect(stderr).toContain('son dossier n’existe pas (ENOENT)')
  })

  test.each([['gen'], ['new', 'get-thing']])('fails soar %s with the path', async (...words) => {
    const echo = copyEcho()
    echo.remove('actions/types.gen.ts')
    if (echo.has('docs')) echo.remove('docs')
    echo.write('docs', 'a file where a folder is needed')
    const { code, stderr } = await cli([...words, '--root', echo.root])
    expect(code).toBe(1)
    expect(stderr).toContain(`Cannot write ${join(echo.root, 'docs/actions.md')}: a file of that name exists`)
    expect(stderr).not.toContain('Internal error')
  })
})

describe('why it cannot be written', () => {
  const CODES = 'ENOENT ENOTDIR EEXIST EISDIR EACCES EPERM ENOSPC EDQUOT EROFS EFBIG EMFILE ENFILE'.split(' ')

  test.each(CODES)('%s is said in words, in every language, with the code', async (code) => {
    const spoken = await Promise.all(runtimeLocales.map(languageOf))
    const texts = spoken.map((language) => writeWord(language, writeFault(thrown(code))))
    for (const text of texts) expect(text).toContain(` (${code})`)
    expect(new Set(texts).size).toBe(runtimeLocales.length)
  })

  test('an unknown code is shown as it is', () => {
    expect(writeWord(english, writeFault(thrown('EXDEV')))).toBe('EXDEV')
    expect(writeWord(english, writeFault(new Error('gone')))).toBe('gone')
  })

  test('a result says so in one sentence', () => {
    const error = cannotWrite('the report /x', thrown('ENOSPC'), 'Make room.')
    expect(writeError(english, error)).toBe(
      'Cannot write the report /x: the disk is full (ENOSPC). Make room.',
    )
    expect(error.facts).toMatchObject({ unsent: true })
  })
})

test('what only another request or configuration can correct is marked as such in the table of codes', () => {
  const lasting = Object.entries(codes).flatMap(([code, { recoverable }]) => (recoverable ? [] : [code]))
  expect(lasting).toEqual([
    'REQUEST_INVALID',
    'ACTION_UNKNOWN',
    'INTEGRATION_INVALID',
    'MANIFEST_INVALID',
    'CONFIG_INVALID',
    'TEMPLATE_FAILED',
    'PARAMETER_INVALID',
    'REPLAY_MISMATCH',
    'NOT_FOUND',
    'IDEMPOTENCY_KEY_REQUIRED',
    'IDEMPOTENCY_KEY_REUSED',
    'RUN_ENDED',
    'SETTLEMENT_REFUSED',
    'UNDO_REFUSED',
    'PLAN_REQUIRED',
    'PLAN_CHANGED',
    'TOO_LARGE',
    'UNSUPPORTED_TYPE',
    'CONFIG_NOT_ALLOWED',
  ])
  for (const { transient, recoverable } of Object.values(codes)) expect(transient && !recoverable).toBe(false)
  expect(refuse('no.').facts).toEqual({ unsent: true })
})
