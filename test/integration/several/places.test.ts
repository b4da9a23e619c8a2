/** soar.yaml is read like every other file of an author: UTF-8 or refused. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readPlaces } from '../../../runtime/integration/several/places.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'soar-places-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const places = (bytes: string | Buffer) => {
  const path = join(folder, 'soar.yaml')
  writeFileSync(path, bytes)
  return readPlaces(path)
}

test('a soar.yaml that is not UTF-8 is refused with the place', async () => {
  const bytes = Buffer.concat([
    Buffer.from('integrations:\n  - ./caf'),
    Buffer.from([0xe9]),
    Buffer.from('\n'),
  ])
  await expect(places(bytes)).rejects.toMatchObject({
    code: 'REQUEST_INVALID',
    values: { reason: expect.stringMatching(/soar\.yaml:2:\d+.*UTF-8/) },
  })
})

test('a byte order mark before it changes nothing', async () => {
  expect(await places('\ufeffintegrations:\n  - built-in\n')).toEqual([{ written: 'built-in' }])
})
