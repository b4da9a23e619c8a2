import { describe, expect, test } from 'vitest'
import { type Call, type Command, toOptions } from '../../../runtime/faces/cli/line/command.ts'
import type { Io } from '../../../runtime/faces/cli/process/io.ts'
import { copyEcho, folderWith } from '../../support/author.ts'

const { command: check } = await import('../../../runtime/faces/cli/commands/check.ts')
const { command: gen } = await import('../../../runtime/faces/cli/commands/gen.ts')
const { command: create } = await import('../../../runtime/faces/cli/commands/new.ts')

interface Given {
  args?: string[]
  options?: Record<string, string[]>
  env?: Io['env']
  cwd: string
}

/** Runs a command as the command line does, without the integration that is built in. */
async function run(command: Command, { args = [], options = {}, env = {}, cwd }: Given) {
  const out: string[] = []
  const write = (text: string) => out.push(text)
  const io: Io = {
    stdin: [],
    stdout: { write },
    stderr: { write },
    env,
    cwd,
    isTTY: { stdin: false, stdout: false, stderr: false },
  }
  const open = () => Promise.reject(new Error("an author's command opens no integration to run it"))
  const call: Call = {
    args,
    options: toOptions(new Map(Object.entries(options))),
    io,
    open,
    several: open,
    commands: async () => [command],
  }
  return { code: await command.run(call), out: out.join('') }
}

describe("the author's commands work", () => {
  test('on the folder of --root, relative to where they are called', async () => {
    const { root } = copyEcho()
    const said = await run(check, {
      options: { root: ['.'], json: [] },
      env: { SOAR_ROOT: '/nowhere' },
      cwd: root,
    })
    expect(said.code).toBe(0)
    expect(JSON.parse(said.out)).toEqual({ actions: 4, connectors: 1, findings: [], notes: [] })
  })

  test('else on SOAR_ROOT', async () => {
    const { root } = copyEcho()
    const said = await run(check, { env: { SOAR_ROOT: root }, cwd: folderWith({}).root })
    expect(said).toEqual({ code: 0, out: '4 actions, 1 connector: no problems.\n' })
  })

  test('else on the current folder, and nowhere where that is no integration', async () => {
    const { root } = copyEcho()
    expect(await run(gen, { cwd: root })).toMatchObject({ code: 0 })
    expect(await run(gen, { options: { check: [] }, cwd: root })).toEqual({ code: 0, out: '' })
    for (const command of [check, gen, create]) {
      await expect(run(command, { args: ['get-thing'], cwd: folderWith({}).root })).rejects.toMatchObject({
        code: 'INTEGRATION_INVALID',
      })
    }
  })
})

test('soar new takes name, effect and kind from its options', async () => {
  const echo = copyEcho()
  const options = { name: ['Drop It'], effect: ['destructive'], connector: [] }
  expect(await run(create, { args: ['drop-it'], options, cwd: echo.root })).toMatchObject({ code: 0 })
  expect(echo.read('manifests/drop-it.yaml')).toMatch(
    /^name: Drop It\n.*\nkind: connector\neffect: destructive /,
  )
})
