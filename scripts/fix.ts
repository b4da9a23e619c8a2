/** `npm run fix`: formats, applies the linter's safe fixes, and regenerates the generated files. */
import { resolve } from 'node:path'
import { endLike, runChild } from './launch/child.mjs'

const place = { cwd: resolve(import.meta.dirname, '..'), env: process.env }

const generated = await runChild(process.execPath, ['runtime/faces/bin.ts', 'gen'], place)
const formatted = await runChild(
  process.execPath,
  ['node_modules/@biomejs/biome/bin/biome', 'check', '--write', '.'],
  place,
)
endLike(generated.code === 0 ? formatted : generated)
