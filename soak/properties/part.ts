/** The property tests of `npm test` with other generated cases, and more of them: there they are the same in every run. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { repository } from '../../testing/own/repository.ts'
import { runNode } from '../../testing/process.ts'
import type { Part } from '../part.ts'

/** Cases of each property, unless the caller says. */
const RUNS = 1_000

/** What vitest's JSON reporter writes, as far as it is read. */
interface Outcome {
  numTotalTests: number
  testResults: {
    name: string
    message: string
    assertionResults: { status: string; fullName: string; failureMessages: string[] }[]
  }[]
}

export const part: Part = async ({ seed, runs = RUNS, say }) => {
  const files = readdirSync(join(repository, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .filter((name) => readFileSync(join(repository, 'test', name), 'utf8').includes("from 'fast-check'"))
  say(`${files.length} files`)
  const folder = mkdtempSync(join(tmpdir(), 'soar-properties-'))
  try {
    const report = join(folder, 'report.json')
    const { stdout, stderr } = await runNode(
      join(repository, 'node_modules/vitest/vitest.mjs'),
      ['run', '--reporter=json', `--outputFile=${report}`, ...files],
      { cwd: repository, env: { SOAR_SOAK_SEED: String(seed), SOAR_SOAK_RUNS: String(runs) } },
    )
    const outcome = readOutcome(report)
    if (!outcome) return { cases: 0, broken: [`vitest did not run: ${stdout}${stderr}`] }
    return { cases: outcome.numTotalTests, broken: outcome.testResults.flatMap(faultsOf) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function readOutcome(file: string): Outcome | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Outcome
  } catch {
    return undefined
  }
}

const faultsOf = ({ name, message, assertionResults }: Outcome['testResults'][number]): string[] => [
  ...(message === '' ? [] : [`${name}: ${message}`]),
  ...assertionResults
    .filter(({ status }) => status === 'failed')
    .map(({ fullName, failureMessages }) => `${name} > ${fullName}: ${failureMessages.join('\n')}`),
]
