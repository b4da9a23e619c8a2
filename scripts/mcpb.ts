/** `npm run mcpb`: writes the bundle of the MCP server for desktop clients, and its entry for the registry. */
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { makeBundle } from './mcpb/bundle.ts'
import { registryEntry } from './mcpb/registry.ts'

const USAGE = `npm run mcpb                                    write dist/mcp/<name>-<version>.mcpb
npm run mcpb -- --namespace io.github.example   also write dist/mcp/server.json, for the npm package
npm run mcpb -- --namespace … --release URL     the same for the bundle, which can be downloaded there
`

const root = resolve(import.meta.dirname, '..')
const { values } = parseArgs({
  options: {
    namespace: { type: 'string' },
    release: { type: 'string' },
    out: { type: 'string', default: join(root, 'dist/mcp') },
    help: { type: 'boolean' },
  },
})
if (values.help) process.stdout.write(USAGE)
else await write(values.out)

async function write(out: string): Promise<void> {
  const { spec, facts, fields, name, bytes } = await makeBundle(root)
  mkdirSync(out, { recursive: true })
  const file = join(out, name)
  writeFileSync(file, bytes)
  process.stdout.write(`wrote ${file}\n`)
  const { namespace, release: url } = values
  if (namespace === undefined) return
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const release = url === undefined ? undefined : { url, sha256 }
  const entry = registryEntry(spec, facts, fields, { namespace, release })
  writeFileSync(join(out, 'server.json'), `${JSON.stringify(entry, null, 2)}\n`)
  process.stdout.write(`wrote ${join(out, 'server.json')}\n`)
}
