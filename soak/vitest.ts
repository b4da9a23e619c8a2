/** Tests of `npm test`, run by a part of the soak with other settings. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { repository } from '../testing/own/repository.ts'
import { runNode } from '../testing/process.ts'
import type { Report } from './part.ts'

/** What vitest's JSON reporter writes, as far as it is read. */
interface Outcome {
  numTotalTests: number
  testResults: {
    name: string
    message: string
    assertionResults: { status: string; fullName: string; failureMessages: string[] }[]
  }[]
}

/** Runs test files, named relative to `test/`, with these variables; each test is a case. */
export async function runTests(files: readonly string[], env: Record<string, string>): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'soar-tests-'))
  try {
    const report = join(folder, 'report.json')
    const { stdout, stderr } = await runNode(
      join(repository, 'node_modules/vitest/vitest.mjs'),
      ['run', '--reporter=json', `--outputFile=${report}`, ...files],
      { cwd: repository, env },
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
