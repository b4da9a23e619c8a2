/** `soar gen`: writes types, the action reference and, for the product itself, its own references. */
import {
  generate,
  headOf,
  isProduct,
  leftovers,
  removeFiles,
  type Source,
  staleFiles,
  writeFiles,
} from '../../../authoring/generate/generate.ts'
import { surveyIntegration } from '../../../authoring/survey.ts'
import { writeFinding } from '../../../integration/yaml/yaml.ts'
import type { Command } from '../line/command.ts'
import type { Io } from '../process/io.ts'
import { authorRoot } from '../several/author-roots.ts'

/** Options of `soar gen`. */
export interface GenOptions {
  /** Folder of the integration. */
  root: string
  /** Write nothing; return 1 if a file is stale. */
  check?: boolean
}

/** Runs `soar gen`; returns the exit code. Throws INTEGRATION_INVALID if the root does not contain an integration. */
export async function genCommand(
  { root, check = false }: GenOptions,
  io: Pick<Io, 'stdout' | 'stderr'>,
): Promise<number> {
  const survey = await surveyIntegration(root)
  const { spec } = survey.integration
  if (survey.findings.length || !spec) {
    for (const finding of survey.findings) io.stderr.write(`${writeFinding(finding)}\n`)
    io.stderr.write('Nothing was generated. Fix these problems first.\n')
    return 1
  }
  const product = isProduct(survey.root)
  const actions = survey.manifests.flatMap(({ id, area, manifest }) =>
    manifest ? [{ id, ...(area === undefined ? {} : { area }), manifest }] : [],
  )
  const source: Source = { spec, actions, product }
  const files = await generate(source)
  const stale = await staleFiles(survey.root, files)
  const unused = await leftovers(survey.root, files, headOf(product))
  if (check) {
    for (const path of stale) io.stdout.write(`stale: ${path}\n`)
    for (const path of unused) io.stdout.write(`not generated any more: ${path}\n`)
    if (stale.length + unused.length)
      io.stdout.write(`Run \`${product ? 'npm run' : 'soar'} gen\` and commit what it writes.\n`)
    return stale.length + unused.length ? 1 : 0
  }
  await writeFiles(survey.root, Object.fromEntries(stale.map((path) => [path, files[path] ?? ''])))
  await removeFiles(survey.root, unused)
  for (const path of stale) io.stdout.write(`wrote ${path}\n`)
  for (const path of unused) io.stdout.write(`removed ${path}\n`)
  if (stale.length + unused.length === 0)
    io.stdout.write(`${Object.keys(files).length} generated files, all up to date.\n`)
  return 0
}

export const command: Command = {
  name: 'gen',
  summary: 'regenerate action types and reference docs',
  arguments: [],
  options: [{ name: 'check', help: 'write nothing; fail if a generated file is out of date' }],
  examples: ['soar gen', 'soar gen --check'],
  run: async (call) =>
    genCommand({ root: await authorRoot(call), check: call.options.has('check') }, call.io),
}
