/** `npm run build`: writes `soar.js`, the bin, and what it loads to a self-contained `dist/`. */
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { bundle } from './build/bundle.ts'
import { FACTS_FILE } from './build/checkout.ts'
import { notices, packages } from './build/notices.ts'
import { BUILT_FROM, prepare, productPackage, SOURCES, SourceFault } from './build/prepare.ts'
import { warmUp } from './build/warm-up.ts'

const root = resolve(import.meta.dirname, '..')
const dist = join(root, 'dist')

try {
  const modules = await prepare(root)
  const { files, maps, metafile } = await bundle(root, modules)
  mkdirSync(dist, { recursive: true })
  const written = { ...maps, ...files }
  for (const [name, content] of Object.entries(written)) put(name, content)
  for (const name of readdirSync(dist)) {
    if (/^[\w-]+\.js(\.map)?$/.test(name) && !Object.hasOwn(written, name)) rmSync(join(dist, name))
  }
  put('THIRD-PARTY.txt', notices(root, metafile))
  put('packages.json', `${JSON.stringify(packages(root, metafile), null, 2)}\n`)
  put(FACTS_FILE, modules.get(SOURCES) ?? '{}')
  put('package.json', productPackage(JSON.parse(modules.get(BUILT_FROM) ?? '{}')))
  rmSync(join(dist, 'cache'), { recursive: true, force: true })
  await warmUp(dist)
  process.stdout.write('dist/soar.js\n')
} catch (error) {
  process.stderr.write(`${error instanceof SourceFault ? error.message : String(error)}\n`)
  process.exitCode = 1
}

/** Replaces a file atomically, so that a run that starts meanwhile reads the old one or the new one. */
function put(name: string, content: string): void {
  const draft = join(dist, `.${name}`)
  writeFileSync(draft, content, { mode: name === 'soar.js' ? 0o755 : 0o644 })
  renameSync(draft, join(dist, name))
}
