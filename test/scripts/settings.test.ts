/** What editors, version managers and Renovate find in the repository. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fits } from '../../scripts/launch/node.mjs'
import { repository, textOf } from '../support/sources.ts'

interface Launch {
  configurations: { name: string; program: string; args: string | string[] }[]
  inputs: { id: string }[]
}

const launch = JSON.parse(textOf('.vscode/launch.json')) as Launch

test('.nvmrc names a Node that runs the product', () => {
  expect(textOf('.nvmrc')).toMatch(/^\d+(\.\d+)*\n$/)
  expect(fits(textOf('.nvmrc').trim())).toBe(true)
})

test.each(launch.configurations)(
  '"$name" starts a file that exists, with inputs that are asked for',
  (entry) => {
    const program = entry.program.replace(/^.*?\}\//, '')
    expect(program === 'dist/soar.js' || existsSync(join(repository, program))).toBe(true)
    const inputs = [...JSON.stringify(entry.args).matchAll(/\$\{input:(\w+)\}/g)].map(([, id]) => ({ id }))
    expect(launch.inputs).toEqual(
      expect.arrayContaining(inputs.map((input) => expect.objectContaining(input))),
    )
  },
)

test('the schemas that .vscode/settings.json gives to YAML files exist', () => {
  const schemas = Object.keys(JSON.parse(textOf('.vscode/settings.json'))['yaml.schemas'])
  expect(schemas.filter((path) => !existsSync(join(repository, path)))).toEqual([])
})

test('an action is run on the simulated tenant from its sources, for a debugger', () => {
  const ended = spawnSync(process.execPath, ['scripts/debug.ts', 'ping', '{}'], {
    cwd: repository,
    encoding: 'utf8',
  })
  expect(ended).toMatchObject({ status: 0, stderr: '' })
  expect(ended.stdout).toContain('Successfully connected to the Mimecast server')
})

describe('Renovate', () => {
  interface Renovate {
    packageRules: { matchFileNames?: string[]; matchPackageNames?: string[]; allowedVersions?: string }[]
  }
  const { packageRules } = JSON.parse(textOf('renovate.json')) as Renovate

  test('finds the files and packages that its rules name, in the versions they allow', () => {
    const files = packageRules.flatMap(({ matchFileNames = [] }) => matchFileNames)
    expect(files.filter((path) => !existsSync(join(repository, path)))).toEqual([])
    const { devDependencies } = JSON.parse(textOf('package.json'))
    for (const { matchPackageNames = [], allowedVersions = '' } of packageRules) {
      for (const name of matchPackageNames) {
        const version = String(devDependencies[name]).replace('^', '')
        expect(version).toMatch(new RegExp(allowedVersions.slice(1, -1)))
      }
    }
  })

  test.each(['.npmrc', 'scripts/node/.npmrc'])('writes no download address to the lock file: %s', (path) => {
    expect(textOf(path)).toContain('omit-lockfile-registry-resolved=true\n')
  })
})
