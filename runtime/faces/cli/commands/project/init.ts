/** `soar init`: a new integration that runs at once. */
import { relative } from 'node:path'
import { createIntegration } from '../../../../authoring/init/init.ts'
import type { Call, Command } from '../../line/command.ts'
import { pathOf } from '../../process/io.ts'
import { write } from '../../process/output.ts'

/** Version in the package.json of an integration that the sources create: they have no version of their own. */
const SOURCES = '1.0.0'

async function init({ args: [named = ''], options, io }: Call): Promise<number> {
  const folder = pathOf(io, named)
  const files = await createIntegration({
    folder,
    name: options.text('name'),
    soar: io.product?.version ?? SOURCES,
  })
  const shown = relative(io.cwd, folder) || '.'
  const wrote = files.map((path) => `wrote ${shown}/${path}\n`).join('')
  await write(io.stdout, `${wrote}Next: cd ${shown}, npm install, npm test. README.md says how to go on.\n`)
  return 0
}

export const command: Command = {
  name: 'init',
  summary: 'create an integration: client, first action, simulator and test',
  arguments: [
    { name: 'folder', help: 'new or empty folder; its name is the id', required: true, complete: 'folder' },
  ],
  options: [{ name: 'name', value: 'TEXT', help: 'display name; default from the folder' }],
  examples: ['soar init acme', 'soar init acme-edr --name "Acme EDR"'],
  run: init,
}
