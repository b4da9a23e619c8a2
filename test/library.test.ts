/** The package as a library, from an empty folder in which nothing else is installed. */
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { repository } from '../testing/own/repository.ts'
import { type Installed, installPacked } from './support/packed.ts'

let installed: Installed
beforeAll(() => {
  installed = installPacked()
})
afterAll(() => rmSync(installed.folder, { recursive: true, force: true }))

/** A tiny integration, in JavaScript: its actions throw what an action can throw. */
const THROWING = {
  'integration.yaml': `id: throwing
name: Throwing
version: 1.0.0
runtime: 1
vendor: Throwing
description: Throws.
client: client/index
locales: [en]
check: fail
messages: { failure: "{{ error.reason }}" }
`,
  'client/index.js': 'export const createClient = () => ({})\n',
  'manifests/fail.yaml': `name: Fail
description: Fails as it is asked.
effect: read
permissions: []
parameters:
  code: { label: Code, description: Code to throw., type: string, required: true }
output: { type: object, properties: { ok: { type: boolean } } }
messages: { success: Done. }
example: { parameters: { code: NOT_SUPPORTED }, result: { ok: true } }
`,
  'actions/fail.js': `import { ActionError, phrase } from 'soar-actions/sdk'
export const run = ({ inputs }) => { throw new ActionError(inputs.code, { reason: phrase('it was asked for') }) }
`,
}

describe('the installed package', () => {
  test('brings no other package', () => {
    expect(
      readdirSync(join(installed.folder, 'node_modules')).filter((name) => !name.startsWith('.')),
    ).toEqual(['soar-actions'])
  })

  test('runs actions of a folder; a failure keeps the code that the action threw', () => {
    for (const [path, text] of Object.entries(THROWING)) installed.write(`throwing/${path}`, text)
    installed.write(
      'run.js',
      `import { ActionError, loadIntegration, openRun, runAction } from 'soar-actions'
import { ActionError as Sdk, toActionError } from 'soar-actions/sdk'
const integration = await loadIntegration('throwing')
const codeOf = async (code) => {
  const { is_success, error } = await runAction(integration, { action: 'fail', parameters: { code } })
  return [is_success, error.code, error.reason]
}
const ready = await openRun(integration, { action: 'fail', parameters: { code: 'AUTH_FAILED' } })
console.log(JSON.stringify({
  same: ActionError === Sdk && toActionError(new Sdk('TIMED_OUT')).code === 'TIMED_OUT',
  ready: 'prepare' in ready,
  known: await codeOf('NOT_SUPPORTED'),
  unknown: await codeOf('NO_SUCH_CODE'),
}))
`,
    )
    expect(JSON.parse(installed.node(['run.js']))).toEqual({
      same: true,
      ready: true,
      known: [false, 'NOT_SUPPORTED', expect.stringContaining('it was asked for')],
      unknown: [false, 'INTERNAL', expect.stringContaining('NO_SUCH_CODE')],
    })
  })

  test('runs the same folder from the command line; an error of the library is one of the product', () => {
    for (const [path, text] of Object.entries(THROWING)) installed.write(`throwing/${path}`, text)
    const soar = `
      import { spawnSync } from 'node:child_process'
      const { stdout } = spawnSync(process.execPath, ['node_modules/soar-actions/dist/soar.js', 'run', 'fail',
        '--root', 'throwing', '--param', 'code=PERMISSION_DENIED'], { encoding: 'utf8' })
      console.log(JSON.parse(stdout).error.code)`
    installed.write('cli.js', soar)
    expect(installed.node(['cli.js'])).toBe('PERMISSION_DENIED\n')
  })

  test('can be required', () => {
    expect(installed.node(['-p', `typeof require('soar-actions').runAction`])).toBe('function\n')
    expect(installed.node(['-p', `typeof require('soar-actions/sdk').phrase`])).toBe('function\n')
    expect(installed.node(['-p', `typeof require('soar-actions/testing').replayed`])).toBe('function\n')
    expect(installed.node(['-p', `require('soar-actions/schemas/manifest.json').title ?? 'none'`])).not.toBe(
      '',
    )
  })

  test('has types that compile strictly in TypeScript and JavaScript, library files included', () => {
    installed.write(
      'typed.ts',
      `import { ActionError, loadIntegration, openRun, type Result, runAction } from 'soar-actions'
import { type Action, type ClientSetup, phrase } from 'soar-actions/sdk'
import { type ExampleOptions, replayed } from 'soar-actions/testing'
import schema from 'soar-actions/schemas/manifest.json' with { type: 'json' }

export const result: Promise<Result> = loadIntegration('.').then((folder) => runAction(folder, { action: 'say' }))
export const createClient = ({ http }: ClientSetup) => ({ ask: () => http.request({ method: 'GET', url: '' }) })
export const run: Action<{ inputs: { name: string }; result: string }, ReturnType<typeof createClient>> = async ({
  inputs,
  client,
}) => {
  const { status } = await client.ask()
  if (status === 401) throw new ActionError('AUTH_FAILED', { reason: phrase('no') })
  return { result: inputs.name }
}
// @ts-expect-error: no such code
export const wrong = () => new ActionError('NO_SUCH_CODE')
export const options: Partial<ExampleOptions> = {}
export const used = [schema.type, openRun, replayed]
`,
    )
    installed.write(
      'checked.js',
      `// @ts-check
import { loadIntegration, runAction } from 'soar-actions'

const result = await runAction(await loadIntegration('.'), { action: 'say' })
/** @type {string | undefined} */
export const code = result.error?.code
// @ts-expect-error: a result has no such field
export const nothing = result.nothing
`,
    )
    const compilerOptions = {
      strict: true,
      skipLibCheck: false,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      module: 'nodenext',
      target: 'es2024',
      types: [],
      allowJs: true,
      noEmit: true,
    }
    installed.write('tsconfig.json', JSON.stringify({ compilerOptions, files: ['typed.ts', 'checked.js'] }))
    const tsc = join(repository, 'node_modules/typescript/bin/tsc')
    expect(installed.node([tsc, '-p', '.'])).toBe('')
  })
})
