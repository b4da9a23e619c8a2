/** `soar build`: prepares an integration so that its runs start fast. */
import { buildIntegration } from '../../../../authoring/build/build.ts'
import { bundleProblems, loadEsbuild } from '../../../../authoring/build/esbuild.ts'
import { SourceFault } from '../../../../authoring/build/prepare.ts'
import { isProduct } from '../../../../authoring/generate/generate.ts'
import { refuse } from '../../../../contract/refuse.ts'
import type { Call, Command } from '../../line/command.ts'
import { pathOf } from '../../process/io.ts'
import { authorRoot } from '../../several/author-roots.ts'
import { genCommand } from '../gen.ts'

async function build(call: Call): Promise<number> {
  const [folder] = call.args
  const { io } = call
  const root = folder === undefined ? await authorRoot(call) : pathOf(io, folder)
  if (isProduct(root)) throw refuse('This folder is the repository of soar. Run `npm run build` instead.')
  const { product } = io
  if (!product) throw refuse('soar build needs the built product. Run `npm run build`, then dist/soar.js.')
  const generated = await genCommand({ root }, io)
  if (generated !== 0) return generated
  const esbuild = await loadEsbuild(root)
  try {
    const count = await buildIntegration(root, { product, esbuild })
    io.stdout.write(`wrote dist/ with ${count} actions and connectors\n`)
    return 0
  } catch (error) {
    const problems = error instanceof SourceFault ? error.message : bundleProblems(error)
    if (problems === undefined) throw error
    io.stderr.write(`${problems}\nNothing was built. Fix these problems first.\n`)
    return 1
  }
}

export const command: Command = {
  name: 'build',
  summary: 'prepare an integration so that its runs start fast',
  arguments: [
    { name: 'folder', help: 'folder of the integration; default the current folder', complete: 'folder' },
  ],
  options: [],
  examples: ['soar build', 'soar build ../acme'],
  run: build,
}
