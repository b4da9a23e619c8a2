/** An endpoint of Mimecast is one function: its path is in one file of client/ and in no action or connector. */
import { expect, test } from 'vitest'
import { modulesIn, textOf } from '../support/sources.ts'

const PATH = /['"](\/(?:api|oauth)\/[\w/-]+)['"]/g

const pathsOf = (...folders: string[]): { path: string; file: string }[] =>
  modulesIn(...folders).flatMap((file) =>
    [...new Set([...textOf(file).matchAll(PATH)].map(([, path = '']) => path))].map((path) => ({
      path,
      file,
    })),
  )

test('actions and connectors name no path', () => {
  expect(pathsOf('actions', 'connectors')).toEqual([])
})

test('the client names each path in one file', () => {
  const files = Map.groupBy(pathsOf('client'), ({ path }) => path)
  expect(files.size).toBeGreaterThan(15)
  expect([...files.values()].filter((places) => places.length > 1)).toEqual([])
})
