/** Every fault that a network and a vendor have in store, against one action of each kind; `npm run soak` does it for all. */
import { beforeAll, describe, expect, test } from 'vitest'
import type { Integration } from '../runtime/integration/integration.ts'
import { type FaultCase, faultCases } from '../soak/faults/catalogue.ts'
import { type Cell, runMatrix } from '../soak/faults/matrix.ts'
import { toTable } from '../soak/faults/table.ts'
import { openIntegration, type Subject, subjectsOf } from '../testing/own/subjects.ts'

let integration: Integration
let subjects: Subject[]
beforeAll(async () => {
  integration = await openIntegration()
  subjects = await subjectsOf(integration, ['ping', 'block-sender', 'release-message'])
})

test('the three stand for a read, a write that may be repeated, and one that cannot be taken back', () => {
  expect(subjects.map(({ action: { manifest } }) => [manifest.effect, manifest.idempotent])).toEqual([
    ['read', true],
    ['write', true],
    ['destructive', false],
  ])
})

describe.concurrent('the right code, sentence and retryability, and no write twice', () => {
  test.for(faultCases)('$title', async (fault, { expect }) => {
    const cells = await runMatrix(integration, subjects, [fault])
    expect(cells.flatMap(({ complaints }) => complaints)).toEqual([])
  })
})

describe('the matrix itself', () => {
  /** What the matrix says when a fault is expected to end otherwise than it does. */
  const misjudged = async (id: string, verdict: FaultCase['verdict']): Promise<Cell[]> => {
    const fault = faultCases.find((one) => one.id === id)
    if (!fault) throw new Error(`no fault ${id}`)
    return runMatrix(integration, subjects.slice(1, 2), [{ ...fault, verdict }])
  }

  test('sees a wrong code and a wrong retryability', async () => {
    const [cell] = await misjudged('500', () => ({ code: 'VENDOR_REJECTED', retryable: false }))
    expect(cell?.complaints.join('\n')).toMatch(/OUTCOME_UNKNOWN, not VENDOR_REJECTED.*\n.*retryable is true/)
    expect(toTable(cell ? [cell] : [], ['en'])).toContain('1 of them NOT as expected')
  })

  test('sees a failure where there should be none', async () => {
    const [cell] = await misjudged('404', () => ({ code: 'success', retryable: false }))
    expect(cell?.complaints.join()).toContain('came to VENDOR_REJECTED, not success')
  })

  test('prints what a cell came to, whether it may be repeated, and the requests that arrived', async () => {
    const cells = await runMatrix(
      integration,
      subjects,
      faultCases.filter(({ id }) => id === '500'),
    )
    expect(toTable(cells, ['en']).split('\n').slice(0, 3)).toEqual([
      '| fault | reads | writes that are safe to retry | other writes |',
      '| --- | --- | --- | --- |',
      '| 500 always | `VENDOR_UNAVAILABLE` ↻ · 3 | `OUTCOME_UNKNOWN` ↻ · 1 | `OUTCOME_UNKNOWN` · 1 |',
    ])
  })
})
