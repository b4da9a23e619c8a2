/** The fault matrix as a part of the soak: every action, every fault, every language; the table goes into the docs. */
import { join } from 'node:path'
import { putSection } from '../../testing/own/docs-section.ts'
import { repository } from '../../testing/own/repository.ts'
import { openIntegration, subjectsOf } from '../../testing/own/subjects.ts'
import type { Part } from '../part.ts'
import { faultCases } from './catalogue.ts'
import { runMatrix } from './matrix.ts'
import { toTable } from './table.ts'

export const part: Part = async ({ say }) => {
  const integration = await openIntegration()
  const subjects = await subjectsOf(integration)
  const total = subjects.length * faultCases.length
  let count = 0
  const done = (): void => {
    count++
    if (count % 100 === 0) say(`${count} of ${total} cells`)
  }
  const cells = await runMatrix(integration, subjects, faultCases, { done })
  const table = toTable(cells, integration.spec.locales)
  putSection(join(repository, 'docs/reliability.md'), 'Reliability', 'faults', table)
  return { cases: cells.length, broken: cells.flatMap(({ complaints }) => complaints) }
}
