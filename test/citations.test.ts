/** Pages and sections that comments and pages cite exist. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { filesIn, repository, textOf } from './support/sources.ts'

/** `docs/platforms/devo.md` or `docs/platforms/devo.md#rows`, wherever a comment or a text names it. */
const CITED = /\bdocs\/[\w./-]*\w\.md(?:#[\w-]+)?/g

/** A link of a page: its path, its section, or both. */
const LINKED = /\]\((?!https?:|mailto:)([^)\s]*)\)/g

const texts = filesIn().filter((path) => /\.(?:ts|mjs|js|yaml|md|py)$/.test(path))
const pages = texts.filter((path) => path.endsWith('.md'))

/** The name a heading is linked by, as GitHub makes it. */
const anchorOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-')

const anchorsOf = (page: string): string[] =>
  [...page.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => anchorOf(heading))

/** Whether a path from the repository's root, with or without a section, leads anywhere. */
function exists(target: string): boolean {
  const [path = '', section] = target.split('#')
  if (!existsSync(join(repository, path))) return false
  return section === undefined || anchorsOf(textOf(path)).includes(section)
}

test('every page and section that a file cites exists', () => {
  const cited = texts
    .filter((path) => path !== 'test/citations.test.ts')
    .flatMap((path) => [...textOf(path).matchAll(CITED)].map(([target]) => ({ path, target })))
  expect(cited.length).toBeGreaterThan(50)
  expect(cited.filter(({ target }) => !exists(target))).toEqual([])
})

test('every section that a page links to exists', () => {
  const linked = pages.flatMap((path) =>
    [...textOf(path).matchAll(LINKED)].map(([, link = '']) => {
      const [file = '', section] = link.split('#')
      const target = file === '' ? path : join(dirname(path), file)
      return { path, target: section === undefined ? target : `${target}#${section}` }
    }),
  )
  expect(linked.length).toBeGreaterThan(50)
  expect(linked.filter(({ target }) => !exists(target))).toEqual([])
})

/** A path of the repository in backticks: at least one folder, and no wildcard or placeholder. */
const PATH =
  /`((?:runtime|client|actions|connectors|manifests|prompts|simulator|test|testing|soak|bench|scripts)\/[\w./-]*)`/g

/** Written for a reader who makes the file: it need not exist. */
const INVENTED = /get-thing|block-domain/

test('every path of the repository that a page names exists', () => {
  const named = pages.flatMap((path) =>
    [...textOf(path).matchAll(PATH)].map(([, target = '']) => ({ path, target })),
  )
  expect(named.length).toBeGreaterThan(50)
  expect(
    named.filter(({ target }) => !INVENTED.test(target) && !existsSync(join(repository, target))),
  ).toEqual([])
})

test('the names of sections are those that GitHub gives them', () => {
  expect(['Allow list, test run, state', 'Shapes of fail', '`--dry-run` in rows'].map(anchorOf)).toEqual([
    'allow-list-test-run-state',
    'shapes-of-fail',
    '--dry-run-in-rows',
  ])
})
