/** The V8 flags that the command line sets exist in this Node. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const moduleAt = (name: string): string =>
  JSON.stringify(fileURLToPath(new URL(`../../../runtime/faces/cli/process/${name}.ts`, import.meta.url)))

test.each([
  [
    'processes that run long',
    `const { keepMemoryFlat } = await import(${moduleAt('flat-memory')}); keepMemoryFlat()`,
  ],
  [
    'processes that end after one run',
    `const { tuneBeforeRequest } = await import(${moduleAt('one-shot')})
     await tuneBeforeRequest({ manifest: { messages: {} }, template: async () => {} }, { oneShot: true })()`,
  ],
])('the flags for %s are known to this Node, and nothing keeps the process', (_, program) => {
  const env = { ...process.env, NODE_NO_WARNINGS: '1' }
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { env })
  expect([status, stderr.toString()]).toEqual([0, ''])
})
