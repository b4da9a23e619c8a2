/** Experimental actions: listed apart, refused unless allowed, offered and packed by no default. */
import { describe, expect, test } from 'vitest'
import { loadIntegration } from '../runtime/integration/folder.ts'
import { actionsOf } from '../runtime/platforms/secops/package/source.ts'
import { copyEcho } from './support/author.ts'
import { cli, run } from './support/cli.ts'
import { connectTo, makeCore } from './support/mcp.ts'
import { packSource } from './support/package.ts'

const WHY = 'The vendor documents no response.'

/** The echo integration with an experimental action. */
function experimentalEcho(): string {
  const echo = copyEcho()
  echo.edit('manifests/say.yaml', 'effect: read\n', `effect: read\nexperimental: ${WHY}\n`)
  return echo.root
}

describe('soar run', () => {
  test('refuses it with the reason and the remedy, before anything else is checked', async () => {
    const { result, code } = await run(['say'], { root: experimentalEcho() })
    expect(code).toBe(1)
    expect(result.error?.code).toBe('NOT_SUPPORTED')
    expect(result.output_message).toContain(
      `This action is experimental and was not run: ${WHY} To run it anyway, use --experimental or set SOAR_EXPERIMENTAL=yes.`,
    )
  })

  test.each([
    ['--experimental', ['--experimental'], {}],
    ['SOAR_EXPERIMENTAL=yes', [], { SOAR_EXPERIMENTAL: 'yes' }],
  ])('%s allows it', async (_, argv, env) => {
    const { result } = await run(['say', '--param', 'text=hi', ...argv], { root: experimentalEcho(), env })
    expect(result.json_result).toMatchObject({ said: ['hi'] })
  })

  test('a dry run and a table are refused, too', async () => {
    const root = experimentalEcho()
    expect((await run(['say', '--dry-run'], { root })).result.error?.code).toBe('NOT_SUPPORTED')
    const table = await cli(['rows', 'say', '--column', 'text=text'], { root, stdin: '{"text":"hi"}\n' })
    expect(table).toMatchObject({ code: 1, stdout: '' })
    const rows = ['rows', 'say', '--experimental', '--column', 'text=text', '--progress', 'none']
    expect((await cli(rows, { root, stdin: '{"text":"hi"}\n' })).stdout).toContain('"hi"')
  })
})

test('soar list names it apart, below the others, and soar show says why', async () => {
  const root = experimentalEcho()
  const { stdout } = await cli(['list'], { root })
  const at = stdout.indexOf('Experimental: run with --experimental\n')
  expect(at).toBeGreaterThan(stdout.indexOf('misbehave'))
  expect(stdout.indexOf('  say ')).toBeGreaterThan(at)
  const entries = JSON.parse((await cli(['list', '--json'], { root })).stdout) as { experimental?: string }[]
  expect(entries.map(({ experimental }) => experimental).filter(Boolean)).toEqual([WHY])
  expect((await cli(['show', 'say'], { root })).stdout).toContain(`Experimental. ${WHY}`)
})

test('a server offers it only if its operator allows it', async () => {
  const integration = await loadIntegration(experimentalEcho())
  const toolsOf = async (experimental: boolean) => {
    const core = await makeCore({ integration, policy: { experimental } })
    return (await (await connectTo(core)).listTools()).tools.filter(({ name }) => name === 'echo_say')
  }
  expect(await toolsOf(false)).toEqual([])
  expect((await toolsOf(true))[0]?.description).toContain(`Experimental. ${WHY}`)
})

test('a package leaves it out', async () => {
  const source = await packSource()
  const [first, ...others] = source.actions
  if (!first) throw new Error('the integration has no actions')
  const withOne = [{ ...first, manifest: { ...first.manifest, experimental: WHY } }, ...others]
  const ids = actionsOf({ ...source, actions: withOne }).map(({ id }) => id)
  expect(ids).not.toContain(first.id)
  expect(ids.length).toBe(actionsOf(source).length - 1)
})
