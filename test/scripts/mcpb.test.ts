/** The bundle of the MCP server: a client installs it, starts it and lists its tools. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { unzipSync } from 'fflate'
import { describe, expect, onTestFinished, test } from 'vitest'
import { makeBundle } from '../../scripts/mcpb/bundle.ts'
import { registryEntry } from '../../scripts/mcpb/registry.ts'
import { startSimulator } from '../../simulator/index.ts'
import { connectClient, toolNamesOf } from '../support/mcp.ts'
import '../support/soar.ts'
import { repository } from '../support/sources.ts'

interface Manifest {
  name: string
  version: string
  icon: string
  server: {
    entry_point: string
    mcp_config: { command: string; args: string[]; env: Record<string, string> }
  }
  user_config: Record<
    string,
    {
      type: string
      title: string
      description: string
      required: boolean
      sensitive?: boolean
      default?: unknown
    }
  >
}

const { spec, facts, fields, name, bytes } = await makeBundle(repository)
const files = unzipSync(bytes)
const textOf = (path: string): string => Buffer.from(files[path] ?? []).toString()
const manifest = JSON.parse(textOf('manifest.json')) as Manifest

/** Unpacks the bundle into a folder of its own. */
function install(): string {
  const folder = mkdtempSync(join(tmpdir(), 'soar-mcpb-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  return folder
}

describe('the bundle', () => {
  test('is started by a client with what a person filled in, lists its tools and reaches the tenant', async () => {
    const folder = install()
    const simulator = await startSimulator()
    onTestFinished(() => simulator.close())
    const { client_id, client_secret } = simulator.credentials.api2
    const filled: Record<string, unknown> = { api_root: simulator.url, client_id, client_secret }
    const put = (text: string): string =>
      text
        .replace(/\$\{__dirname\}/g, () => folder)
        .replace(/\$\{user_config\.(\w+)\}/g, (_, field: string) =>
          String(filled[field] ?? manifest.user_config[field]?.default),
        )
    const { args, env } = manifest.server.mcp_config
    const client = await connectClient(
      new StdioClientTransport({
        command: process.execPath,
        args: args.map(put),
        env: Object.fromEntries(Object.entries(env).map(([variable, value]) => [variable, put(value)])),
        cwd: folder,
        stderr: 'ignore',
      }),
    )
    const tools = await toolNamesOf(client)
    expect(tools).toContain('mimecast_get_hold_message_list')
    expect(tools.length).toBeLessThan(40)
    expect((await client.listPrompts()).prompts.length).toBeGreaterThan(0)
    const ping = await client.callTool({ name: 'mimecast_ping', arguments: {} })
    expect([ping.isError, ping.structuredContent]).toMatchObject([false, { api: '2.0' }])
  })

  test('has what the manifest names, and neither sources nor maps', () => {
    const paths = Object.keys(files)
    expect(paths).toEqual(
      expect.arrayContaining([manifest.icon, manifest.server.entry_point, 'server/LICENSE']),
    )
    expect(paths.filter((path) => /\.(?:ts|tsx|map)$/.test(path))).toEqual([])
    expect([manifest.name, manifest.version, name]).toEqual([
      'soar-mimecast',
      facts.version,
      `soar-mimecast-${facts.version}.mcpb`,
    ])
    // The icon is a PNG file.
    expect(
      Buffer.from(files[manifest.icon] ?? [])
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG')
  })

  test('asks for every value of the configuration, and keeps the secret ones', () => {
    const secrets = Object.entries(spec.config).flatMap(([field, { secret }]) => (secret ? [field] : []))
    const sensitive = Object.entries(manifest.user_config).flatMap(([field, one]) =>
      one.sensitive ? [field] : [],
    )
    expect(sensitive).toEqual(secrets)
    for (const [field, one] of Object.entries(manifest.user_config)) {
      expect([field, one.type]).toEqual([field, expect.stringMatching(/^(?:string|boolean)$/)])
      expect([field, one.required || one.default !== undefined]).toEqual([field, true])
    }
    expect(manifest.user_config.region?.description).toContain('United Kingdom')
  })

  test('has the same bytes each time', async () => {
    expect(Buffer.from((await makeBundle(repository)).bytes).equals(bytes)).toBe(true)
  })
})

describe('the entry for the registry', () => {
  const namespace = 'io.github.example'

  test('names the npm package with its arguments and variables', () => {
    expect(registryEntry(spec, facts, fields, { namespace })).toMatchObject({
      name: 'io.github.example/soar-mimecast',
      title: 'Mimecast',
      version: facts.version,
      packages: [
        {
          registryType: 'npm',
          identifier: facts.name,
          version: facts.version,
          transport: { type: 'stdio' },
          packageArguments: [{ type: 'positional', value: 'mcp' }],
          environmentVariables: expect.arrayContaining([
            expect.objectContaining({ name: 'MIMECAST_CLIENT_SECRET', isSecret: true }),
            expect.objectContaining({ name: 'MIMECAST_API_VERSION', default: 'auto' }),
          ]),
        },
      ],
    })
    expect(spec.description.length).toBeLessThanOrEqual(100)
  })

  test('names a released bundle with its checksum', () => {
    const release = { url: 'https://example.com/soar-mimecast.mcpb', sha256: 'a'.repeat(64) }
    expect(registryEntry(spec, facts, fields, { namespace, release })).toMatchObject({
      packages: [{ registryType: 'mcpb', identifier: release.url, fileSha256: release.sha256 }],
    })
  })

  test.each(['example', 'io.github.example/x', ''])('is not written for the namespace "%s"', (wrong) => {
    expect(() => registryEntry(spec, facts, fields, { namespace: wrong })).toThrow('--namespace must be')
  })

  test('is not written with a description that the registry refuses', () => {
    const long = { ...spec, description: 'x'.repeat(101) }
    expect(() => registryEntry(long, facts, fields, { namespace })).toThrow('at most 100 characters')
  })
})
