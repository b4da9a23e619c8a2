/** The property tests of `npm test` with other generated cases, and more of them: there they are the same in every run. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { repository } from '../../testing/own/repository.ts'
import type { Part } from '../part.ts'
import { runTests } from '../vitest.ts'

/** Cases of each property, unless the caller says. */
const RUNS = 1_000

export const part: Part = async ({ seed, runs = RUNS, say }) => {
  const files = readdirSync(join(repository, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .filter((name) => readFileSync(join(repository, 'test', name), 'utf8').includes("from 'fast-check'"))
  say(`${files.length} files`)
  return runTests(files, { SOAR_SOAK_SEED: String(seed), SOAR_SOAK_RUNS: String(runs) })
}
