/**
 * docs/authoring.md, from an empty folder to a package: every command of the page is run, with the packed product and
 * without a network. What only npm with a network can do is replaced by `provided`.
 */
import type { ChildProcess } from 'node:child_process'
import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readZip } from '../runtime/platforms/secops/package/unzip.ts'
import { findNpm } from '../scripts/launch/npm.mjs'
import { repository } from '../testing/own/repository.ts'
import { endOf, firstLine, startNode } from '../testing/process.ts'
import { type Installed, installPacked } from './support/packed.ts'

const page = readFileSync(join(repository, 'docs/authoring.md'), 'utf8')

/** The fenced blocks of a section in one language. */
function blocks(title: string, language: string): string[] {
  const [, section = ''] = page.split(`\n## ${title}\n`)
  const own = section.split('\n## ')[0] ?? ''
  return [...own.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    ([, text = '']) => text,
  )
}

const commands = (title: string): string[] => blocks(title, 'sh').join('').trim().split('\n')

let installed: Installed
let acme = ''
const env: Record<string, string> = {
  SOAR_LOG: 'warn',
  PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}`,
  npm_config_offline: 'true',
}
const servers: ChildProcess[] = []

beforeAll(() => {
  installed = installPacked()
  acme = join(installed.folder, 'acme')
})
afterAll(() => {
  for (const server of servers) server.kill()
  rmSync(installed.folder, { recursive: true, force: true })
})

/** What `npm install` would fetch: the packages of acme's package.json, from the repository. */
function provided(): void {
  installed.link('typescript', 'esbuild', '@types/node', 'undici-types')
  const { devDependencies } = JSON.parse(readFileSync(join(acme, 'package.json'), 'utf8'))
  for (const name of Object.keys(devDependencies)) {
    expect(existsSync(join(installed.folder, 'node_modules', name))).toBe(true)
  }
  symlinkSync(join(installed.folder, 'node_modules'), join(acme, 'node_modules'), 'junction')
  const bin = join(installed.folder, 'node_modules', '.bin')
  if (!existsSync(join(bin, 'tsc')))
    symlinkSync(join(repository, 'node_modules/typescript/bin/tsc'), join(bin, 'tsc'))
}

const soar = () => join(installed.folder, 'node_modules/soar-actions/dist/soar.js')

/** Runs one command line of the page in a folder; fails unless it ends with 0. */
async function run(line: string, cwd = acme): Promise<string> {
  const [program = '', ...args] = words(line)
  const file =
    program === 'npm' ? findNpm(process.env, process.execPath) : program === 'node' ? args.shift() : undefined
  const isSoar = program === 'npx' && args.shift() === 'soar'
  if (file === undefined && !isSoar) throw new Error(`The test cannot run "${line}".`)
  const child = startNode(isSoar ? soar() : resolve(cwd, file ?? ''), args, { cwd, env })
  child.stdin.end()
  const { code, stdout, stderr } = await endOf(child)
  expect({ line, code, stderr: code === 0 ? '' : stderr + stdout }).toEqual({ line, code: 0, stderr: '' })
  return stdout
}

const words = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '')

/** Runs all commands of a section but those that start a server. */
async function runAll(title: string): Promise<void> {
  for (const line of commands(title)) if (!/ soar (?:simulate|mcp) /.test(line)) await run(line)
}

const answerOf = async (line: string) => JSON.parse(await run(line))

test('Start: the integration passes its own tests and checks', async () => {
  for (const line of commands('Start')) {
    if (line === 'npm install soar-actions' || line === 'cd acme') continue
    if (line === 'npm install') provided()
    else await run(line, existsSync(acme) ? acme : installed.folder)
  }
  expect(await run('npm test')).toMatch(/# pass 2\n|pass 2/)
})

test('Run it: soar works on the integration of its folder, on a simulated tenant', async () => {
  const [simulate = '', ...others] = commands('Run it')
  const port = / --port (\d+)/.exec(simulate)?.[1] ?? ''
  const server = startNode(soar(), [...words(simulate.replace(port, '0')).slice(2), '--json'], {
    cwd: acme,
    env,
  })
  servers.push(server)
  const { url }: { url: string } = JSON.parse(await firstLine(server))
  const [exported = '', ...rest] = others
  for (const variable of exported.replace('export ', '').split(' ')) {
    const [name = '', value = ''] = variable.split('=')
    env[name] = value.replace(`http://127.0.0.1:${port}`, url)
  }
  expect(env.ACME_API_ROOT).toBe(url)
  for (const line of rest) await run(line)
  expect(await answerOf('npx soar run ping')).toMatchObject({
    is_success: true,
    output_message: 'Successfully connected to the Acme server with the provided connection parameters!',
  })
})

test('Add actions: a list and a write run and pass their tests', async () => {
  await runAll('Add actions')
  expect((await answerOf('npx soar run list-things --param limit=2')).json_result).toHaveLength(2)
  const { dry_run } = await answerOf('npx soar run create-thing --param name=new --dry-run')
  expect(dry_run ?? {}).not.toEqual({})
})

test('Connectors: new alerts, then none', async () => {
  await runAll('Connectors')
  const { json_result } = await answerOf('npx soar connect fetch-alerts --state alerts.json')
  expect(json_result).toEqual({ alerts: [] })
})

test('Test: a recording is replayed', async () => {
  await runAll('Test')
})

test('TypeScript accepts all of it, strictly and with the library', async () => {
  const options: { compilerOptions: object } = JSON.parse(readFileSync(join(acme, 'tsconfig.json'), 'utf8'))
  expect(options.compilerOptions).toMatchObject({ strict: true })
  expect(options.compilerOptions).not.toHaveProperty('skipLibCheck')
  await run('npm run check')
})

const failures: [code: string, line: string, changed: Record<string, string>][] = [
  ['AUTH_FAILED', 'run ping', { ACME_API_KEY: 'wrong' }],
  ['CONFIG_INVALID', 'run ping', { ACME_API_KEY: '' }],
  ['NETWORK_FAILED', 'run ping --no-retry', { ACME_API_ROOT: 'http://127.0.0.1:9' }],
  ['PARAMETER_INVALID', 'run create-thing', {}],
  ['ACTION_UNKNOWN', 'run list-thing', {}],
]

async function codesOf(file: string): Promise<[string, string][]> {
  return Promise.all(
    failures.map(async ([code, line, changed]): Promise<[string, string]> => {
      const child = startNode(file, words(line), {
        cwd: acme,
        env: { ...env, SOAR_LOG: 'silent', ...changed },
      })
      child.stdin.end()
      const { stdout } = await endOf(child)
      return [code, JSON.parse(stdout).error.code]
    }),
  )
}

test('failures have the codes that the client throws, from the sources', async () => {
  for (const [wanted, got] of await codesOf(soar())) expect(got).toBe(wanted)
})

test('Build: the product of the folder runs, also without soar', async () => {
  await runAll('Build')
  for (const [wanted, got] of await codesOf(soar())) expect(got).toBe(wanted)
  for (const [wanted, got] of await codesOf(join(acme, 'dist/soar.js'))) expect(got).toBe(wanted)
})

test('Serve it to an assistant: tools of this integration alone, and no word of another one', async () => {
  const [line = ''] = commands('Serve it to an assistant')
  const client = new Client({ name: 'test', version: '1.0.0' })
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [soar(), ...words(line).slice(2)],
      env,
      cwd: acme,
    }),
  )
  try {
    const { tools } = await client.listTools()
    expect(tools.map(({ name }) => name)).toEqual(['acme_list_things', 'acme_ping', 'soar_read_result'])
    expect(JSON.stringify([tools, client.getInstructions()])).not.toMatch(/mimecast|\bmail\b|e-?mail/i)
    const answer = await client.callTool({ name: 'acme_list_things', arguments: { limit: 1 } })
    expect(JSON.stringify(answer)).toContain('first')
  } finally {
    await client.close()
  }
})

test('Package for a marketplace: the package holds Acme and nothing of Mimecast', async () => {
  const [facts = '', mapping = ''] = blocks('Package for a marketplace', 'yaml')
  appendFileSync(join(acme, 'integration.yaml'), `\n${facts}`)
  appendFileSync(join(acme, 'manifests/fetch-alerts.yaml'), `\n${mapping}`)
  await runAll('Package for a marketplace')
  const files = readZip(readFileSync(join(acme, 'dist/package/Acme20260310.zip')))
  expect(Object.keys(files)).toContain('ActionsDefinitions/ListThings.actiondef')
  const foreign = Object.entries(files).filter(([, content]) =>
    /mimecast/i.test(Buffer.from(content).toString('latin1')),
  )
  expect(foreign.map(([name]) => name)).toEqual([])
})

test('Publish: the npm package holds what runs, and nothing of Mimecast', async () => {
  await runAll('Publish')
  const dist = join(acme, 'dist')
  const foreign = readdirSync(dist).filter(
    (name) => /\.js(?:on)?$/.test(name) && /mimecast/i.test(readFileSync(join(dist, name), 'latin1')),
  )
  expect(foreign).toEqual([])
  expect(readdirSync(acme)).toContain('acme-1.0.0.tgz')
})

test('every command of the page belongs to a section that is run', () => {
  const sections = [...page.matchAll(/^## (.+)$/gm)].map(([, title = '']) => title)
  const withCommands = sections.filter((title) => blocks(title, 'sh').length > 0)
  const run = ['Start', 'Run it', 'Add actions', 'Test', 'Connectors', 'Serve it to an assistant', 'Build']
  expect(withCommands).toEqual([...run, 'Package for a marketplace', 'Publish'])
})
