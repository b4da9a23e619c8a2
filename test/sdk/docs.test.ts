/** docs/sdk.md: its examples compile, and it names everything that the SDK exports. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import * as sdk from '../../runtime/sdk/index.ts'
import { repository, textOf } from '../support/sources.ts'

const page = textOf('docs/sdk.md')
const examples = [...page.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, code = '']) => code)

/** Compiles modules as files of an integration's folder `actions/`; returns what the compiler says. */
function compile(modules: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'sdk-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  mkdirSync(join(folder, 'actions'))
  for (const name of ['runtime', 'node_modules']) symlinkSync(join(repository, name), join(folder, name))
  for (const [index, code] of modules.entries())
    writeFileSync(join(folder, 'actions', `example-${index + 1}.ts`), code)
  const { compilerOptions } = JSON.parse(textOf('tsconfig.json'))
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['actions'] }))
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  const compiler = join(repository, 'node_modules/typescript/bin/tsc')
  const { stdout, stderr } = spawnSync(process.execPath, [compiler, '-p', folder], { encoding: 'utf8' })
  return stdout + stderr
}

test('an example with a fault would be found', () => {
  const faulty =
    "import { columns } from '../runtime/sdk/index.ts'\nexport const row = columns<{ a: 1 }>()({ x: 'b' })\n"
  expect(compile([faulty])).toContain('example-1.ts(2,')
})

test('the examples compile', () => {
  expect(examples.length).toBeGreaterThan(4)
  expect(compile(examples)).toBe('')
})

test('every function and constant is named', () => {
  expect(Object.keys(sdk).filter((name) => !page.includes(`\`${name}\``))).toEqual([])
})
