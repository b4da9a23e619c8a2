import { describe, expect, test } from 'vitest'
import type { Fault } from '../../../simulator/index.ts'
import { bank, customers, decisions, delivered, parcel } from '../../support/held.ts'
import { GENERATIONS, openMimecast } from '../../support/mimecast.ts'

const REJECT = '/api/gateway/hold-reject'
const TRACKED = '/api/message-finder/reject-held-email'
const FAILED = 'Error executing action Mimecast - Reject Message. Reason: '
const UNDESIRABLE = 'MESSAGE CONTAINS UNDESIRABLE CONTENT'

describe('a rejection that does not happen', () => {
  test.each([
    ['no id', { 'Message ID': ' , ,' }, '"Message ID" is required.'],
    [
      'a reason outside the list',
      { 'Message ID': parcel, Reason: 'Spam' },
      '"Reason" must be one of "Select One", "Inappropriate Communication", "Confidential Information", "Restricted Content", "Against Email Policy", "Undesirable Content"; got "Spam".',
    ],
    [
      'a switch that is none',
      { 'Message ID': parcel, 'Notify Sender': 'maybe' },
      '"Notify Sender" must be true or false; got "maybe".',
    ],
  ])('%s is refused before a request', async (_what, parameters, words) => {
    const tenant = await openMimecast()
    const result = await tenant.run('reject-message', parameters)
    expect(result.output_message).toBe(`${FAILED}Invalid parameters: ${words}`)
    expect(result.error?.code).toBe('PARAMETER_INVALID')
    expect(tenant.simulator.requests).toEqual([])
  })

  const nothing: [string, Omit<Fault, 'path'>][] = [
    ['"reject": false', { release: false }],
    ['a row without "reject"', { body: { meta: { status: 200 }, data: [{ id: parcel }], fail: [] } }],
    ['a row that is none', { body: { meta: { status: 200 }, data: [null], fail: [] } }],
    ['no row at all', { body: { meta: { status: 200 }, data: [], fail: [] } }],
  ]
  test.each(nothing)(
    '%s beside HTTP 200 is a failure in the sentence that playbooks know',
    async (_what, answer) => {
      const tenant = await openMimecast()
      tenant.simulator.fault({ path: REJECT, ...answer })
      const result = await tenant.run('reject-message', { message_id: parcel })
      expect(result.output_message).toBe(`${FAILED}Failed to reject held email.`)
      expect(result).toMatchObject({ is_success: false, json_result: [], error: { code: 'VENDOR_REJECTED' } })
    },
  )

  test.each(GENERATIONS)(
    'an unknown id is refused in the words of Mimecast, with API %s',
    async (generation) => {
      const tenant = await openMimecast({ generation })
      const result = await tenant.run('reject-message', { message_id: 'nonsense' })
      expect(result.output_message).toBe(
        `${FAILED}Mimecast rejected the request: HTTP 400 without a message; an id in the request is probably truncated or damaged.`,
      )
      expect(result).toMatchObject({ json_result: null, error: { code: 'VENDOR_REJECTED' } })
    },
  )

  test('of what is not held any more is a failure', async () => {
    const tenant = await openMimecast()
    await tenant.run('reject-message', { message_id: parcel })
    const again = await tenant.run('reject-message', { message_id: parcel })
    expect(again.output_message).toBe(`${FAILED}Failed to reject held email.`)
    const signed = await openMimecast({ generation: '1.0' })
    const tracked = await signed.run('reject-message', { message_id: delivered })
    expect(tracked.output_message).toBe(
      `${FAILED}Mimecast rejected the request: Message could not be found in the hold queue.`,
    )
  })

  test.each(GENERATIONS)('for lack of the permission names it, with API %s', async (generation) => {
    const tenant = await openMimecast({ generation })
    tenant.simulator.fault({ path: '/api/*', status: 403 })
    const result = await tenant.run('reject-message', { message_id: parcel })
    expect(result.error?.code).toBe('PERMISSION_DENIED')
    expect(result.output_message).toContain('needs the permission Account | Monitoring | Held | Edit.')
  })

  test('with API 1.0 a reason that only hold-reject knows is refused before a request', async () => {
    const tenant = await openMimecast({ generation: '1.0' })
    const result = await tenant.run('reject-message', {
      message_id: bank.tracking,
      'Reason Type': UNDESIRABLE,
    })
    expect(result.error?.code).toBe('NOT_SUPPORTED')
    expect(result.output_message).toBe(
      `${FAILED}API 1.0 has no reason "Undesirable Content" for a rejection by tracking id. Nothing was rejected. Choose another Reason, specify the hold id with Message ID Kind "Hold ID", or use API 2.0 credentials.`,
    )
    expect(tenant.simulator.requests).toEqual([])
  })
})

describe('a rejection', () => {
  test('with API 2.0 has the documented names, and booleans that are booleans', async () => {
    const tenant = await openMimecast()
    const result = await tenant.run('reject-message', {
      'Message ID': ` ${parcel} `,
      Note: 'Not wanted <here> & "now".',
      Reason: 'Against Email Policy',
      'Notify Sender': 'True',
    })
    expect(tenant.bodies(REJECT)).toEqual([
      {
        data: [
          {
            ids: [parcel],
            notify: true,
            message: 'Not wanted <here> & "now".',
            reasonType: 'MESSAGE GOES AGAINST EMAIL POLICIES',
          },
        ],
      },
    ])
    expect(decisions(tenant)).toEqual([`rejected ${parcel}`])
    expect(result).toMatchObject({
      is_success: true,
      output_message: `Successfully rejected message with ID "${parcel}" in Mimecast.`,
      json_result: [{ id: parcel, rejected: true }],
    })
  })

  test('with API 1.0 takes the tracking id, and names of its own', async () => {
    const tenant = await openMimecast({ generation: '1.0' })
    const result = await tenant.run('reject-message', {
      'Message ID': bank.tracking,
      Note: 'No.',
      Reason: 'Against Email Policy',
      'Notify Sender': 'true',
    })
    expect(tenant.bodies(TRACKED)).toEqual([
      { data: [{ id: bank.tracking, notify: true, notes: 'No.', reason: 'against_email_policies' }] },
    ])
    expect(tenant.bodies(REJECT)).toEqual([])
    expect(decisions(tenant)).toEqual([`rejected ${bank.hold}`])
    expect(result).toMatchObject({ is_success: true, json_result: [{ id: bank.tracking, rejected: true }] })
  })

  test.each(GENERATIONS)('leaves out what was not given, with API %s', async (generation) => {
    const tenant = await openMimecast({ generation })
    await tenant.run('reject-message', {
      'Message ID': 'x1',
      Note: '',
      Reason: 'Select One',
      'Notify Sender': '',
    })
    const [id, path] = generation === '2.0' ? [{ ids: ['x1'] }, REJECT] : [{ id: 'x1' }, TRACKED]
    expect(tenant.bodies(path)).toEqual([{ data: [{ ...id, notify: false }] }])
  })

  const texts = [
    ['Inappropriate Communication', 'INAPPROPRIATE COMMUNICATION', 'inappropriate_communication'],
    ['Confidential Information', 'MESSAGE CONTAINS CONFIDENTIAL INFORMATION', 'confidential_information'],
    ['Restricted Content', 'REVIEWER DISAPPROVES OF CONTENT', 'disapproves_of_content'],
    ['Against Email Policy', 'MESSAGE GOES AGAINST EMAIL POLICIES', 'against_email_policies'],
  ]
  test.each(texts)(
    'knows the reason %s by the texts of both systems, in both generations',
    async (google, devo, code) => {
      for (const reason of [google, devo]) {
        const tenant = await openMimecast()
        await tenant.run('reject-message', { message_id: parcel, reason })
        expect(tenant.bodies(REJECT)).toEqual([
          { data: [{ ids: [parcel], notify: false, reasonType: devo }] },
        ])
        const signed = await openMimecast({ generation: '1.0' })
        await signed.run('reject-message', { message_id: bank.tracking, reason })
        expect(signed.bodies(TRACKED)).toEqual([
          { data: [{ id: bank.tracking, notify: false, reason: code }] },
        ])
      }
    },
  )

  test.each(GENERATIONS)('understands the columns and hold ids of Devo, with API %s', async (generation) => {
    const tenant = await openMimecast({ generation })
    const result = await tenant.run('reject-message', {
      'Message IDs Column Name': `${parcel}, ,${bank.hold},${parcel}`,
      'Message Column Name': 'Rejected by the SOC.',
      'Reason Type Column Name': UNDESIRABLE,
      'Message ID Kind': 'Hold ID',
    })
    expect(tenant.bodies(REJECT)).toEqual([
      {
        data: [
          {
            ids: [parcel, bank.hold],
            notify: false,
            message: 'Rejected by the SOC.',
            reasonType: UNDESIRABLE,
          },
        ],
      },
    ])
    expect(result).toMatchObject({
      is_success: true,
      output_message: `Successfully rejected messages with IDs "${parcel}", "${bank.hold}" in Mimecast.`,
      json_result: [
        { id: parcel, rejected: true },
        { id: bank.hold, rejected: true },
      ],
    })
  })

  test('of several of which one is gone is a failure that names it and delivers every row', async () => {
    const tenant = await openMimecast()
    await tenant.run('reject-message', { message_id: bank.hold })
    const result = await tenant.run('reject-message', { message_id: [bank.hold, parcel] })
    expect(result.output_message).toBe(
      `${FAILED}Failed to reject held email with ID "${bank.hold}". Rejected: "${parcel}".`,
    )
    expect(result).toMatchObject({ is_success: false, error: { code: 'VENDOR_REJECTED', retryable: false } })
    expect(result.json_result).toEqual([
      {
        id: bank.hold,
        rejected: false,
        error: 'Mimecast did not do it; the message is probably not held any more',
      },
      { id: parcel, rejected: true },
    ])
  })

  test('of several is in doubt when Mimecast refuses without saying how far it came', async () => {
    const tenant = await openMimecast({ switches: { handled_twice: 'fail' } })
    await tenant.run('reject-message', { message_id: bank.hold })
    const result = await tenant.run('reject-message', { message_id: [parcel, bank.hold] })
    expect(decisions(tenant)).toEqual([`rejected ${bank.hold}`, `rejected ${parcel}`])
    expect(result.error).toMatchObject({ code: 'OUTCOME_UNKNOWN', retryable: false })
    expect(result.output_message).toContain(
      'Message could not be found in the hold queue; which of the 2 messages were rejected, it does not say',
    )
  })

  test('of 60 goes out in requests of 25, and ends where the outcome is not known', async () => {
    const tenant = await openMimecast({ sizes: { held: 70 } })
    const message_id = tenant.simulator.state.heldIds().slice(0, 60)
    tenant.simulator.fault({ path: REJECT, status: 503, after: 1 })
    const result = await tenant.run('reject-message', { message_id })
    const bodies = tenant.bodies(REJECT) as { data: { ids: string[] }[] }[]
    expect(bodies.map(({ data }) => data[0]?.ids)).toEqual([
      message_id.slice(0, 25),
      message_id.slice(25, 50),
    ])
    const rows = result.json_result as { rejected: boolean; error?: string }[]
    expect(rows.map(({ rejected }) => rejected)).toEqual(message_id.map((_, index) => index < 25))
    expect(rows[30]?.error).toMatch(/^whether it was done is not known: /)
    expect(rows[55]?.error).toBe('it was not sent, because an earlier one failed')
  })

  test('of several with API 1.0 sends one request for each and goes on after a refusal', async () => {
    const tenant = await openMimecast({ generation: '1.0' })
    const message_id = [bank.tracking, 'nonsense', customers.tracking]
    const result = await tenant.run('reject-message', { message_id })
    expect(tenant.bodies(TRACKED)).toEqual(message_id.map((id) => ({ data: [{ id, notify: false }] })))
    expect(result.json_result).toEqual([
      { id: bank.tracking, rejected: true },
      { id: 'nonsense', rejected: false, error: expect.stringContaining('truncated or damaged') },
      { id: customers.tracking, rejected: true },
    ])
  })

  test('by tracking id finds the hold id first, with API 2.0', async () => {
    const tenant = await openMimecast()
    const parameters = { message_id: bank.tracking, id_kind: 'Tracking ID' }
    const result = await tenant.run('reject-message', parameters)
    expect(tenant.bodies(REJECT)).toEqual([{ data: [{ ids: [bank.hold], notify: false }] }])
    expect(result.json_result).toEqual([{ id: bank.tracking, rejected: true }])
  })
})
