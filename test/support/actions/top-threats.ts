/** The tests of the actions that list the addresses with the most threats: they differ in the side of the mail. */
import { expect } from 'vitest'
import { describeAction } from '../action.ts'

const day = { start_time: '2026-03-09T00:00:00Z', end_time: '2026-03-10T00:00:00Z' }
const query = (rest: string) =>
  `timestampRangeStartsAt=${encodeURIComponent('2026-03-09T00:00:00.000Z')}&timestampRangeEndsAt=${encodeURIComponent('2026-03-10T00:00:00.000Z')}${rest}`

/** What is particular about one of the actions. */
export interface TopThreats {
  by: 'recipient' | 'sender'
  /** An address with threats. */
  address: string
}

/** Declares the tests of an action that lists senders or recipients by their threats. */
export function describeTopThreats(id: string, { by, address }: TopThreats): void {
  const path = `/threats/v1/stats/threats-by-${by}`
  const email = encodeURIComponent(address)
  describeAction(id, {
    path,
    sends: [{ method: 'GET', query: query('&pageSize=100&limit=10&orderBy=totalCount%3Adesc') }],
    generations: ['2.0'],
    cases: {
      'one address': {
        parameters: { ...day, email_address: address, limit: 5 },
        sends: [
          {
            method: 'GET',
            query: query(`&email=${email}&pageSize=100&limit=5&orderBy=totalCount%3Adesc`),
          },
        ],
        result: [expect.objectContaining({ [by]: address })],
      },
      'an address without threats': {
        parameters: { ...day, email_address: 'absent@example.org' },
        result: [],
        says: `No ${by}s of threats were found`,
      },
      'an answer without a list is not taken for an empty list': {
        parameters: day,
        faults: [{ path, body: {} }],
        code: 'RESPONSE_INVALID',
      },
      'API 1.0 does not offer the call': {
        options: { generation: '1.0' },
        code: 'NOT_SUPPORTED',
        sends: [],
      },
    },
  })
}
