/** The page that `soar serve` shows: bundled for browsers, with hashed names. */
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { build, type Metafile } from 'esbuild'

/** Folder of the page in `dist/`. */
export const PAGE = 'page'

/** The built page. */
export interface Page {
  /** By path in `dist/`. Files in `assets/` never change under their name; each has a `.br` beside it. */
  files: Record<string, string | Uint8Array>
  metafile: Metafile
}

/** Bundles the page. What the first view needs is named in `index.html`; the rest loads on first use. */
export async function bundlePage(root: string): Promise<Page> {
  const outdir = `dist/${PAGE}/assets`
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: { main: 'page/main.tsx', style: 'page/style/index.css', icon: 'page/style/icon.svg' },
    outdir,
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2023',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    // Addressed from the root: the same from every view.
    publicPath: '/assets',
    loader: { '.svg': 'copy' },
    write: false,
    metafile: true,
    legalComments: 'none',
    charset: 'utf8',
    logLevel: 'silent',
  })
  const files: Page['files'] = {}
  for (const { path, contents } of outputFiles) {
    const name = `${PAGE}/assets/${basename(path)}`
    files[name] = contents
    files[`${name}.br`] = compressed(contents)
  }
  files[`${PAGE}/index.html`] = indexOf(readFileSync(join(root, 'page/index.html'), 'utf8'), metafile)
  return { files, metafile }
}

/** `index.html` with the addresses of what it loads. It has no script or style of its own: the content policy forbids both. */
function indexOf(template: string, { outputs }: Metafile): string {
  const built = (entry: string): string => {
    const [path] = Object.entries(outputs).find(([, output]) => output.entryPoint === entry) ?? []
    if (path === undefined) throw new Error(`The page has no ${entry}.`)
    return path
  }
  const address = (path: string): string => `/assets/${basename(path)}`
  const script = built('page/main.tsx')
  const needed = outputs[script]?.imports.filter(({ kind }) => kind === 'import-statement') ?? []
  const values: Record<string, string> = {
    script: address(script),
    style: address(built('page/style/index.css')),
    icon: address(built('page/style/icon.svg')),
    preload: needed.map(({ path }) => `<link rel="modulepreload" href="${address(path)}">\n`).join(''),
  }
  return template.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
}

const compressed = (content: Uint8Array): Uint8Array =>
  brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } })
