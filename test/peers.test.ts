/** docs/vendor/mimecast-peers.md: each operation of another product, and the action of ours that uses it. */
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { filesIn, textOf } from './support/sources.ts'

interface Facts {
  operation?: string[]
  experimental?: string
}

const manifests = new Map(
  filesIn('manifests')
    .filter((path) => /^manifests\/[^/]+\/[^/.]+\.yaml$/.test(path) && !path.includes('/locales/'))
    .map((path) => [path.split('/').at(-1)?.replace('.yaml', '') ?? '', parse(textOf(path)) as Facts]),
)
const page = textOf('docs/vendor/mimecast-peers.md')
const namesIn = (text: string): string[] => [...text.matchAll(/`([a-z-]+)`/g)].map(([, name = '']) => name)
const cellsOf = (line: string): string[] => line.split('|').map((cell) => cell.trim())
const rows = page.split('\n').filter((line) => /^\| [A-Z]\d+(?:\/\S+)? \| `/.test(line))

test('the page has a row for each of the 81 operations', () => {
  expect(rows).toHaveLength(81)
})

test('each action of a row exists and names the operation of that row', () => {
  const wrong = rows.flatMap((row) => {
    const [, block, call = '', , ours = ''] = cellsOf(row)
    const [method, path = ''] = call.replaceAll('`', '').split(' ')
    const start = `${method} ${path.replace(',', '').replace(/\{.*/, '')}`
    return namesIn(ours)
      .filter((id) => !manifests.get(id)?.operation?.some((one) => one.startsWith(start)))
      .map((id) => `${block}: ${id} does not name ${start}`)
  })
  expect(wrong).toEqual([])
})

test('the page lists the experimental actions with their reasons, and marks them in their rows', () => {
  const experimental = [...manifests].filter(([, { experimental }]) => experimental)
  const section = page.slice(page.indexOf('## Experimental'))
  expect(namesIn(section.slice(section.indexOf('| ---'))).sort()).toEqual(
    experimental.map(([id]) => id).sort(),
  )
  expect(experimental.filter(([, { experimental = '' }]) => !section.includes(experimental))).toEqual([])
  const marked = rows
    .filter((row) => row.includes('(experimental)'))
    .flatMap((row) => namesIn(cellsOf(row)[4] ?? ''))
  expect(marked.sort()).toEqual(experimental.map(([id]) => id).sort())
})
