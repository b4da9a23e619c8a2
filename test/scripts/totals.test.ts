import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { lackOf } from '../../scripts/needs.ts'
import { judgeSkipped } from '../../scripts/totals.ts'
import { repository } from '../support/sources.ts'

describe('a skipped test', () => {
  const lack = (need: string) => (need === 'zsh' ? 'zsh is not installed' : undefined)

  test('is expected when the machine lacks what it needs', () => {
    const tests = ['a', 'b'].map((name) => ({ name, needs: 'zsh' }))
    expect(judgeSkipped(tests, lack)).toEqual({
      expected: new Map([['zsh is not installed', 2]]),
      unexpected: [],
    })
  })

  test.each([
    ['says no need', undefined],
    ['needs what the machine has', 'bash'],
    ['needs what scripts/needs.ts does not name', 'a miracle'],
  ])('is unexpected when it %s', (_, needs) => {
    expect(judgeSkipped([{ name: 'a', needs }], lack)).toEqual({ expected: new Map(), unexpected: ['a'] })
  })

  test('of an unknown need is no lack of any machine', () => {
    expect(['a miracle', 'constructor', ''].map(lackOf)).toEqual([undefined, undefined, undefined])
  })
})

describe('the end of a check', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'soar-totals-'))
    symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'), 'junction')
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  })
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  function run(body: string, ...args: string[]) {
    const needs = JSON.stringify(join(repository, 'test/support/needs.ts'))
    const head = `import { test } from 'vitest'\nimport { needs } from ${needs}\n`
    writeFileSync(join(folder, 'a.test.ts'), head + body)
    const vitest = join(repository, 'node_modules/vitest/vitest.mjs')
    const reporter = `--reporter=${join(repository, 'scripts/totals.ts')}`
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [vitest, 'run', '--root', folder, reporter, ...args],
      { cwd: folder, encoding: 'utf8' },
    )
    return { status, stdout, stderr }
  }

  test('names each test that was skipped without a reason, and counts it and a broken file as failed', () => {
    writeFileSync(join(folder, 'broken.test.ts'), `throw new Error('no')`)
    const ended = run(`test('works', () => {})\ntest.skip('left out', () => {})`)
    expect(ended).toMatchObject({ status: 1, stderr: '' })
    expect(ended.stdout).toContain(
      'counts as failed:\n  a.test.ts > left out\n1 passed, 2 failed, 0 skipped\n',
    )
  })

  test('is not spoilt by a skipped test with a reason, nor by what the caller left out by choosing', () => {
    const lack = lackOf('full device')
    const needing = `test('there', needs('full device'), () => {})`
    const told = lack
      ? `1 skipped: ${lack}\n0 passed, 0 failed, 1 skipped\n`
      : '1 passed, 0 failed, 0 skipped\n'
    expect(run(needing)).toMatchObject({ status: 0, stdout: told })
    const chosen = run(`test('works', () => {})\ntest('other', () => {})`, '-t', 'works')
    expect(chosen).toMatchObject({ status: 0, stdout: '1 passed, 0 failed, 1 skipped\n' })
  })
})
