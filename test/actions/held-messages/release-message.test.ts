import { describe, expect, test } from 'vitest'
import type { Fault } from '../../../simulator/index.ts'
import { bank, customers, decisions, delivered, parcel } from '../../support/held.ts'
import { GENERATIONS, openMimecast } from '../../support/mimecast.ts'

const RELEASE = '/api/gateway/hold-release'
const SANDBOX = '/api/message-finder/release-held-email-to-sandbox'
const INFO = '/api/message-finder/get-message-info'
const QUEUE = '/api/gateway/get-hold-message-list'
const FAILED = 'Error executing action Mimecast - Release Message. Reason: '

describe('a release that does not happen', () => {
  test.each([
    ['no id', { 'Message ID': ' , ,' }, '"Message ID" is required.'],
    [
      'the same id under two names',
      { 'Message ID': parcel, 'Message IDs': parcel },
      '"Message ID" was given twice',
    ],
    [
      'a switch that is none',
      { 'Message ID': parcel, 'Release To Sandbox': 'perhaps' },
      '"Release To Sandbox" must be true or false; got "perhaps".',
    ],
    [
      'a kind of id outside the list',
      { 'Message ID': parcel, id_kind: 'Archive ID' },
      '"Message ID Kind" must be one of "Automatic", "Hold ID", "Tracking ID"; got "Archive ID".',
    ],
  ])('%s is refused before a request', async (_what, parameters, words) => {
    const tenant = await openMimecast()
    const result = await tenant.run('release-message', parameters)
    expect(result.error?.code).toBe('PARAMETER_INVALID')
    expect(result.output_message).toContain(`${FAILED}Invalid parameters: ${words}`)
    expect(tenant.simulator.requests).toEqual([])
  })

  test.each([
    [
      'a cut id',
      bank.hold.slice(0, -1),
      'HTTP 400 without a message; an id in the request is probably truncated or damaged',
    ],
    [
      'a tracking id',
      bank.tracking,
      'HTTP 400 without a message; an id in the request is probably truncated or damaged',
    ],
    ['a hash of the mail', bank.smash, '0007 Invalid token'],
  ])('%s is refused in the words of Mimecast', async (_what, message_id, words) => {
    const tenant = await openMimecast()
    const result = await tenant.run('release-message', { message_id })
    expect(result.output_message).toBe(`${FAILED}Mimecast rejected the request: ${words}.`)
    expect(result).toMatchObject({ is_success: false, json_result: null, error: { code: 'VENDOR_REJECTED' } })
  })

  const nothing: [string, Omit<Fault, 'path'>][] = [
    ['"release": false', { release: false }],
    ['a row without "release"', { body: { meta: { status: 200 }, data: [{}], fail: [] } }],
    [
      '"release" as text',
      { body: { meta: { status: 200 }, data: [{ id: parcel, release: 'true' }], fail: [] } },
    ],
    ['no row at all', { body: { meta: { status: 200 }, data: [], fail: [] } }],
  ]
  test.each(nothing)(
    '%s beside HTTP 200 is a failure in the sentence that playbooks know',
    async (_what, answer) => {
      const tenant = await openMimecast()
      tenant.simulator.fault({ path: RELEASE, ...answer })
      const result = await tenant.run('release-message', { message_id: parcel })
      expect(result.output_message).toBe(`${FAILED}Failed to release held email.`)
      expect(result).toMatchObject({
        is_success: false,
        json_result: [],
        error: { code: 'VENDOR_REJECTED', retryable: false },
      })
    },
  )

  test('of what was released before is a failure, however Mimecast says so', async () => {
    const tenant = await openMimecast()
    await tenant.run('release-message', { message_id: parcel })
    expect((await tenant.run('release-message', { message_id: parcel })).output_message).toBe(
      `${FAILED}Failed to release held email.`,
    )
    const strict = await openMimecast({ switches: { handled_twice: 'fail' } })
    await strict.run('release-message', { message_id: parcel })
    expect((await strict.run('release-message', { message_id: parcel })).output_message).toBe(
      `${FAILED}Mimecast rejected the request: Message could not be found in the hold queue.`,
    )
  })

  test('for lack of the permission names it', async () => {
    const tenant = await openMimecast()
    tenant.simulator.fault({ path: RELEASE, status: 403 })
    const result = await tenant.run('release-message', { message_id: parcel })
    expect(result.error?.code).toBe('PERMISSION_DENIED')
    expect(result.output_message).toContain('needs the permission Account | Monitoring | Held | Edit.')
  })

  test('as far as anybody can tell, is sent once and not repeated', async () => {
    const tenant = await openMimecast()
    tenant.simulator.fault({ path: RELEASE, status: 503 })
    const result = await tenant.run('release-message', { message_id: parcel })
    expect(result.error).toMatchObject({ code: 'OUTCOME_UNKNOWN', retryable: false })
    expect(tenant.bodies(RELEASE)).toHaveLength(1)
  })
})

describe('the sandbox', () => {
  test('with API 2.0 is refused without a request, and nothing is delivered', async () => {
    const tenant = await openMimecast()
    const parameters = { 'Message ID': parcel, 'Release To Sandbox': 'True' }
    const result = await tenant.run('release-message', parameters)
    expect(result.output_message).toBe(
      `${FAILED}API 2.0 has no release to the sandbox, and a plain release would deliver the message. Nothing was released. Use credentials of API 1.0, or turn Release To Sandbox off.`,
    )
    expect(result).toMatchObject({ json_result: null, error: { code: 'NOT_SUPPORTED' } })
    expect([tenant.simulator.requests, decisions(tenant)]).toEqual([[], []])
  })

  test('with API 1.0 takes the tracking id on its own path, one message per request', async () => {
    const tenant = await openMimecast({ generation: '1.0' })
    const message_id = [bank.tracking, customers.tracking]
    const result = await tenant.run('release-message', { message_id, release_to_sandbox: true })
    expect(tenant.simulator.requests.map(({ path }) => path)).toEqual([SANDBOX, SANDBOX])
    expect(tenant.bodies(SANDBOX)).toEqual(message_id.map((id) => ({ data: [{ id }] })))
    expect(decisions(tenant)).toEqual([`sandboxed ${bank.hold}`, `sandboxed ${customers.hold}`])
    expect(result).toMatchObject({
      is_success: true,
      json_result: message_id.map((id) => ({ id, released: true })),
    })
  })

  test('with API 1.0 refuses a hold id before a request when it is called one', async () => {
    const tenant = await openMimecast({ generation: '1.0' })
    const parameters = { message_id: bank.hold, release_to_sandbox: true, id_kind: 'Hold ID' }
    const result = await tenant.run('release-message', parameters)
    expect(result.output_message).toBe(
      `${FAILED}The release to the sandbox takes the id of Message Tracking, not a Hold ID.`,
    )
    expect(tenant.simulator.requests).toEqual([])
  })

  test('with API 1.0 takes an answer without refusal for success, and warns of "release": false', async () => {
    const tenant = await openMimecast({ generation: '1.0' })
    tenant.simulator.fault({
      path: SANDBOX,
      body: { meta: { status: 200 }, data: [{ release: false }], fail: [] },
    })
    const result = await tenant.run('release-message', { message_id: 'x1', release_to_sandbox: true })
    expect(result).toMatchObject({
      is_success: true,
      warnings: ['Mimecast answered "release": false for x1. Check that it is not held any more.'],
    })
  })

  test('with API 1.0 fails for one message and goes on with the next', async () => {
    const tenant = await openMimecast({ generation: '1.0' })
    const message_id = [delivered, bank.tracking]
    const result = await tenant.run('release-message', { message_id, release_to_sandbox: true })
    expect(result.json_result).toEqual([
      { id: delivered, released: false, error: 'Message could not be found in the hold queue' },
      { id: bank.tracking, released: true },
    ])
    expect(result.is_success).toBe(false)
  })

  test('with API 1.0 sends no further message after a failure that is no refusal', async () => {
    const tenant = await openMimecast({ generation: '1.0' })
    tenant.simulator.fault({ path: SANDBOX, status: 503, after: 1 })
    const message_id = [bank.tracking, customers.tracking, delivered]
    const result = await tenant.run('release-message', { message_id, release_to_sandbox: true })
    expect(tenant.bodies(SANDBOX)).toHaveLength(2)
    expect(result.json_result).toEqual([
      { id: bank.tracking, released: true },
      {
        id: customers.tracking,
        released: false,
        error: expect.stringContaining('whether it was done is not known: '),
      },
      { id: delivered, released: false, error: 'it was not sent, because an earlier one failed' },
    ])
  })
})

describe('a release', () => {
  test.each(GENERATIONS)(
    'delivers one message by its hold id and never by the sandbox, with API %s',
    async (generation) => {
      const tenant = await openMimecast({ generation })
      const result = await tenant.run('release-message', {
        'Message ID': ` ${parcel} `,
        'Release To Sandbox': 'false',
      })
      expect(
        tenant.simulator.requests.map(({ path }) => path).filter((path) => path !== '/oauth/token'),
      ).toEqual([RELEASE])
      expect(tenant.bodies(RELEASE)).toEqual([{ data: [{ id: parcel }] }])
      expect(decisions(tenant)).toEqual([`released ${parcel}`])
      expect(result).toMatchObject({
        is_success: true,
        output_message: `Successfully released message with ID "${parcel}" in Mimecast.`,
        json_result: [{ id: parcel, released: true }],
      })
    },
  )

  test('takes several ids under the name of the column in Devo, drops blanks and doubles, and answers one row each', async () => {
    const tenant = await openMimecast()
    const result = await tenant.run('release-message', {
      'Message ID Column Name': `${parcel}, ,${bank.hold}\n${parcel},`,
    })
    expect(tenant.bodies(RELEASE)).toEqual([{ data: [{ id: parcel }, { id: bank.hold }] }])
    expect(result).toMatchObject({
      is_success: true,
      output_message: `Successfully released messages with IDs "${parcel}", "${bank.hold}" in Mimecast.`,
      json_result: [
        { id: parcel, released: true },
        { id: bank.hold, released: true },
      ],
    })
  })

  test('of several of which one is gone is a failure that names it and delivers every row', async () => {
    const tenant = await openMimecast()
    await tenant.run('release-message', { message_id: bank.hold })
    const result = await tenant.run('release-message', { message_id: [parcel, bank.hold] })
    expect(result.output_message).toBe(
      `${FAILED}Failed to release held email with ID "${bank.hold}". Released: "${parcel}".`,
    )
    expect(result).toMatchObject({ is_success: false, error: { code: 'VENDOR_REJECTED', retryable: false } })
    expect(result.json_result).toEqual([
      { id: parcel, released: true },
      {
        id: bank.hold,
        released: false,
        error: 'Mimecast did not do it; the message is probably not held any more',
      },
    ])
  })

  test('of several that are all gone says nothing of released ones', async () => {
    const tenant = await openMimecast()
    tenant.simulator.fault({ path: RELEASE, release: false })
    const result = await tenant.run('release-message', { message_id: [parcel, bank.hold] })
    expect(result.output_message).toBe(
      `${FAILED}Failed to release held email with ID "${parcel}", "${bank.hold}".`,
    )
    expect(result.json_result).toHaveLength(2)
  })

  test('of several reads every entry of "fail" and pairs it with its id', async () => {
    const tenant = await openMimecast({ switches: { handled_twice: 'fail' } })
    await tenant.run('release-message', { message_id: bank.hold })
    const result = await tenant.run('release-message', { message_id: [bank.hold, parcel, customers.hold] })
    expect(result.json_result).toEqual([
      { id: bank.hold, released: false, error: 'Message could not be found in the hold queue' },
      { id: parcel, released: true },
      { id: customers.hold, released: true },
    ])
  })

  test('of 30 goes out in requests of 25 and 5', async () => {
    const tenant = await openMimecast({ sizes: { held: 40 } })
    const message_id = tenant.simulator.state.heldIds().slice(0, 30)
    const result = await tenant.run('release-message', { message_id: message_id.join(',') })
    const bodies = tenant.bodies(RELEASE) as { data: { id: string }[] }[]
    expect(bodies.map(({ data }) => data.length)).toEqual([25, 5])
    expect(bodies.flatMap(({ data }) => data.map(({ id }) => id))).toEqual(message_id)
    expect(result.json_result).toEqual(message_id.map((id) => ({ id, released: true })))
  })
})

describe('a release by tracking id', () => {
  const byTracking = (...message_id: string[]) => ({ message_id, id_kind: 'Tracking ID' })

  test.each(GENERATIONS)('finds the one held message and releases it, with API %s', async (generation) => {
    const tenant = await openMimecast({ generation })
    const result = await tenant.run('release-message', byTracking(bank.tracking, customers.tracking))
    expect(tenant.bodies(INFO)).toEqual([
      { data: [{ id: bank.tracking }] },
      { data: [{ id: customers.tracking }] },
    ])
    expect(tenant.bodies(QUEUE)[0]).toEqual({
      meta: { pagination: { pageSize: 100 } },
      data: [{ admin: true, start: '2026-03-09T08:09:26+0000', end: '2026-03-09T08:29:26+0000' }],
    })
    expect(tenant.bodies(RELEASE)).toEqual([{ data: [{ id: bank.hold }, { id: customers.hold }] }])
    expect(result.json_result).toEqual([
      { id: bank.tracking, released: true },
      { id: customers.tracking, released: true },
    ])
  })

  test.each([
    ['is not held', delivered, 'the message is not held (status accepted)'],
    [
      'is unknown',
      bank.hold,
      'HTTP 400 without a message; an id in the request is probably truncated or damaged',
    ],
  ])('that %s releases nothing, not even the others', async (_what, id, words) => {
    const tenant = await openMimecast()
    const result = await tenant.run('release-message', byTracking(bank.tracking, id))
    expect(result.output_message).toBe(
      `${FAILED}Mimecast rejected the request: no hold id for the tracking id ${id}: ${words}.`,
    )
    expect([tenant.bodies(RELEASE), decisions(tenant)]).toEqual([[], []])
  })

  const row = (more: object = {}) => ({
    id: 'h1',
    subject: 'Updated bank details for invoice 20817',
    from: { emailAddress: 'Bounce-2081@mail.suppliers.example.net' },
    to: { emailAddress: 'AP@example.com' },
    ...more,
  })
  test.each([
    ['another subject', [row({ subject: 'Updated bank details' })]],
    ['another sender', [row({ from: { emailAddress: 'billing@suppliers.example.net' } })]],
    ['another recipient', [row({ to: { emailAddress: 'info@example.com' } })]],
    ['no recipient', [row({ to: null })]],
    ['an empty queue', []],
  ])('releases nothing for %s', async (_what, data) => {
    const tenant = await openMimecast()
    tenant.simulator.fault({ path: QUEUE, body: { meta: { status: 200 }, data, fail: [] } })
    const result = await tenant.run('release-message', byTracking(bank.tracking))
    expect(result.error?.reason).toContain('no message in the hold queue matches')
    expect(tenant.bodies(RELEASE)).toEqual([])
  })

  test('releases nothing when two held messages are the same', async () => {
    const tenant = await openMimecast()
    const data = [row(), row({ id: 'h2' })]
    tenant.simulator.fault({ path: QUEUE, body: { meta: { status: 200 }, data, fail: [] } })
    const result = await tenant.run('release-message', byTracking(bank.tracking))
    expect(result.error?.reason).toContain('2 messages in the hold queue are the same; give the hold id')
    expect(tenant.bodies(RELEASE)).toEqual([])
  })

  test('looks at the sender of the header where Mimecast leaves out that of the envelope', async () => {
    const tenant = await openMimecast()
    const facts = {
      to: 'ap@example.com',
      subject: '',
      sent: '2026-03-09T08:14:22+0000',
      processed: '1970-01-01T00:00:00+0000',
    }
    const info = {
      status: 'held',
      queueInfo: { fromEnvelope: null, fromHeader: '' },
      recipientInfo: { messageInfo: { ...facts, fromHeader: 'billing@suppliers.example.net' } },
    }
    const fromHeader = { emailAddress: 'billing@suppliers.example.net' }
    const rows = [row({ fromHeader, subject: null })]
    tenant.simulator.fault({ path: INFO, body: { meta: { status: 200 }, data: [info], fail: [] } })
    tenant.simulator.fault({ path: QUEUE, body: { meta: { status: 200 }, data: rows, fail: [] } })
    await tenant.run('release-message', byTracking('t1'))
    expect(tenant.bodies(QUEUE)).toMatchObject([
      { data: [{ start: '2026-03-09T08:09:22+0000', end: '2026-03-09T08:29:22+0000' }] },
    ])
    expect(tenant.bodies(RELEASE)).toEqual([{ data: [{ id: 'h1' }] }])
  })

  test('releases nothing when Mimecast tells too little of the message', async () => {
    const tenant = await openMimecast()
    const info = { status: 'held', queueInfo: {}, recipientInfo: null }
    tenant.simulator.fault({ path: INFO, body: { meta: { status: 200 }, data: [info], fail: [] } })
    const result = await tenant.run('release-message', byTracking('t1'))
    expect(result.error?.reason).toContain('Mimecast did not return the hold time or the recipients')
    expect(tenant.simulator.requests.map(({ path }) => path)).toEqual(['/oauth/token', INFO])
  })

  test('names the permissions of the search when they are what is missing', async () => {
    const tenant = await openMimecast()
    tenant.simulator.fault({ path: INFO, status: 403 })
    const result = await tenant.run('release-message', byTracking(bank.tracking))
    expect(result.error?.code).toBe('PERMISSION_DENIED')
    expect(result.output_message).toContain('needs Gateway | Tracking | Read and Account | Dashboard | Read')
  })
})
