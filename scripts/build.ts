/** `npm run build`: writes `soar.js`, the bin, and what it loads to a self-contained `dist/`. */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import * as esbuild from 'esbuild'
import { buildIntegration, COMPONENTS, NOTICES } from '../runtime/authoring/build/build.ts'
import { componentsFile, notices, packages, RULE } from '../runtime/authoring/build/notices.ts'
import { INTEGRATION_PART } from '../runtime/authoring/build/parts.ts'
import { SourceFault } from '../runtime/authoring/build/prepare.ts'
import { bundleRuntime } from './build/bundle.ts'
import { leanPackages } from './build/lean.ts'
import { bundleLibrary, declarationArguments, declarations, LIBRARY } from './build/library.ts'
import { bundlePage, PAGE } from './build/page.ts'
import { warmUp } from './build/warm-up.ts'

const root = resolve(import.meta.dirname, '..')
const dist = join(root, 'dist')

/** Scripts, declarations and the page in `dist/`: those that this build did not write are of an earlier one. */
const PART = new RegExp(`^(?:[\\w-]+\\.js(?:\\.map)?|${LIBRARY}/.+\\.(?:js|ts|json)|${PAGE}/.+\\.\\w+)$`)

try {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const [{ files, maps, metafile }, library, page, types] = await Promise.all([
    bundleRuntime(root, version),
    bundleLibrary(root),
    bundlePage(root),
    writeDeclarations(),
  ])
  const inside = packages(root, { ...metafile, inputs: { ...metafile.inputs, ...page.metafile.inputs } })
  const written = {
    ...maps,
    ...files,
    ...library,
    ...types,
    ...page.files,
    [NOTICES]: notices(inside).join(RULE),
    [COMPONENTS]: componentsFile(inside),
  }
  for (const [name, content] of Object.entries(written)) put(name, content)
  for (const name of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    const path = name.replaceAll('\\', '/')
    if (PART.test(path) && !INTEGRATION_PART.test(path) && !Object.hasOwn(written, path))
      rmSync(join(dist, path))
  }
  await buildIntegration(root, { product: { dist, version }, esbuild, plugins: [leanPackages] })
  await warmUp(dist)
  process.stdout.write('dist/soar.js\n')
} catch (error) {
  process.stderr.write(`${error instanceof SourceFault ? error.message : String(error)}\n`)
  process.exitCode = 1
}

/** The declarations of the library; the compiler runs beside the bundler. */
async function writeDeclarations(): Promise<Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'soar-types-'))
  try {
    await promisify(execFile)(process.execPath, declarationArguments(root, folder))
    return declarations(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Replaces a file atomically, so that a run that starts meanwhile reads the old one or the new one. */
function put(name: string, content: string | Uint8Array): void {
  const draft = join(dist, `.${name.replaceAll('/', '-')}`)
  mkdirSync(dirname(join(dist, name)), { recursive: true })
  writeFileSync(draft, content, { mode: name === 'soar.js' ? 0o755 : 0o644 })
  renameSync(draft, join(dist, name))
}
