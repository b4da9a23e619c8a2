/** Work on other people's data grows with its size, not with its square. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { repository } from './support/sources.ts'

test('twice the input is twice the work, for everything that reads data from outside', async () => {
  const flags = ['--no-opt', '--no-maglev', '--no-sparkplug']
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, 'bench/linear.ts'], {
    cwd: repository,
  })
  const measured = stdout
    .trimEnd()
    .split('\n')
    .map((line): { reader: string; once: number; ratio: number } => JSON.parse(line))
  expect(measured.length).toBeGreaterThanOrEqual(9)
  expect(measured.filter(({ once }) => once < 2_000)).toEqual([])
  expect(measured.filter(({ ratio }) => ratio > 2.2)).toEqual([])
})
