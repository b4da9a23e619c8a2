import type { Reporter, TestCase, TestModule, TestSpecification } from 'vitest/node'
import { lackOf } from './needs.ts'

/** A skipped test, and the requirement that it names. */
export interface Skipped {
  /** File and full name. */
  name: string
  needs: string | undefined
}

/** Skipped tests, classified. */
export interface Verdict {
  /** Number of tests skipped for each missing requirement. */
  expected: Map<string, number>
  /** Names of those without such a reason. */
  unexpected: string[]
}

/**
 * Reports which tests were skipped because the machine lacks what they need, as scripts/needs.ts defines it.
 *
 * @param lack what the machine lacks for a need; undefined when nothing
 */
export function judgeSkipped(tests: readonly Skipped[], lack = lackOf): Verdict {
  const verdict: Verdict = { expected: new Map(), unexpected: [] }
  for (const { name, needs } of tests) {
    const reason = needs === undefined ? undefined : lack(needs)
    if (reason === undefined) verdict.unexpected.push(name)
    else verdict.expected.set(reason, (verdict.expected.get(reason) ?? 0) + 1)
  }
  return verdict
}

/**
 * A vitest reporter that closes the run with one plain line, `812 passed, 0 failed, 3 skipped`, for programs that read the
 * log of a check. A file that could not be collected counts as one failure. So does a skipped test that does not say what
 * the machine lacks for it, unless the caller chose tests by name or line.
 */
export default class Totals implements Reporter {
  #chosen = false

  onTestRunStart(specifications: readonly TestSpecification[]): void {
    this.#chosen = specifications.some(
      ({ testLines = [], testIds = [], testNamePattern, project }) =>
        testLines.length + testIds.length > 0 || (testNamePattern ?? project.config.testNamePattern),
    )
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const totals = { passed: 0, failed: 0, skipped: 0 }
    const skipped: Skipped[] = []
    for (const module of modules) {
      const tests = [...module.children.allTests()]
      if (tests.length === 0 && !module.ok()) totals.failed += 1
      for (const test of tests) {
        const { state } = test.result()
        if (state === 'skipped') skipped.push(skippedFrom(test))
        else totals[state === 'pending' ? 'skipped' : state] += 1
      }
    }
    const { expected, unexpected } = this.#chosen
      ? { expected: new Map(), unexpected: [] }
      : judgeSkipped(skipped)
    totals.failed += unexpected.length
    totals.skipped += skipped.length - unexpected.length
    const lines = [...expected].map(([reason, count]) => `${count} skipped: ${reason}\n`)
    if (unexpected.length > 0) {
      process.exitCode = 1
      lines.push('Skipped without a reason from scripts/needs.ts, which counts as failed:\n')
      lines.push(...unexpected.map((name) => `  ${name}\n`))
    }
    lines.push(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped\n`)
    process.stdout.write(lines.join(''))
  }
}

const skippedFrom = (test: TestCase): Skipped => ({
  name: `${test.module.relativeModuleId} > ${test.fullName}`,
  needs: test.meta().needs,
})
