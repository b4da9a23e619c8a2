import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

test('the flags for processes that run long are ones that this Node knows, and nothing keeps the process', () => {
  const file = fileURLToPath(new URL('../../runtime/faces/cli/process/flat-memory.ts', import.meta.url))
  const program = `const { keepMemoryFlat } = await import(${JSON.stringify(file)}); keepMemoryFlat()`
  const env = { ...process.env, NODE_NO_WARNINGS: '1' }
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { env })
  expect([status, stderr.toString()]).toEqual([0, ''])
})
