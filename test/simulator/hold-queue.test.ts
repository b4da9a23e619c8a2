import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { codes, openTenant, sample, type Tenant } from './support.ts'

const RELEASE = '/api/gateway/hold-release'
const REJECT = '/api/gateway/hold-reject'
const LIST = '/api/gateway/get-hold-message-list'
const [bank, parcel] = sample('hold_reject').data.map(({ id }: { id: string }) => id)
const tracking = sample('get_message_info_held').data[0].id

let tenant: Tenant
beforeEach(async () => {
  tenant = await openTenant()
})
afterEach(() => tenant.simulator.close())

describe('releasing and rejecting', () => {
  test.each([
    ['a tracking id', tracking],
    ['a cut id', bank.slice(0, -1)],
    ['text that is no id', 'nonsense'],
  ])('%s is HTTP 400 without a body, and nothing is done', async (_what, id) => {
    const released = await tenant.call(RELEASE, { id: bank }, { id })
    const rejected = await tenant.call(REJECT, { ids: [bank, id] })
    for (const reply of [released, rejected]) expect([reply.status, reply.text]).toEqual([400, ''])
    expect(tenant.simulator.state.decisions.size).toBe(0)
  })

  test('a smash hash is xdk_failure', async () => {
    const id = sample('gateway_get_message_detail').data[0].smash
    const reply = await tenant.call(RELEASE, { id })
    expect(reply.body.fail[0].errors[0]).toMatchObject({ code: 'xdk_failure', message: '0007 Invalid token' })
  })

  test('a missing id, a blank one and an unknown reason are refused in the words of the API', async () => {
    expect(codes(await tenant.call(RELEASE, {}))).toEqual(['err_validation_null'])
    expect(codes(await tenant.call(RELEASE, { id: ' ' }))).toEqual(['err_validation_blank'])
    const reply = await tenant.call(REJECT, {
      ids: [bank],
      reasonType: 'inappropriate_communication',
      notify: 'true',
    })
    expect(reply.body.fail[0].errors).toMatchObject([
      {
        field: 'reasonType',
        code: 'err_validation_value_not_allowed',
        message: expect.stringContaining('Field must be one of ['),
      },
      { field: 'notify', code: 'err_validation_value_not_allowed' },
    ])
  })

  test('a released mail leaves the queue and is delivered; the second time says false', async () => {
    expect((await tenant.call(RELEASE, { id: bank })).body).toEqual(sample('hold_release'))
    expect(tenant.simulator.state.heldIds()).not.toContain(bank)
    const info = await tenant.call('/api/message-finder/get-message-info', { id: tracking })
    expect(info.body.data[0].status).toBe('accepted')
    expect(info.body.data[0]).not.toHaveProperty('queueInfo')
    expect((await tenant.call(RELEASE, { id: bank })).body).toEqual(sample('hold_release_false'))
  })

  test('by switch the second time is a fail item', async () => {
    await tenant.simulator.close()
    tenant = await openTenant({ switches: { handled_twice: 'fail' } })
    await tenant.call(RELEASE, { id: bank })
    expect((await tenant.call(RELEASE, { id: bank })).body).toEqual(sample('hold_release_not_found'))
  })

  test('reject keeps note, reason and notify, one row per id; a mail already gone says false', async () => {
    await tenant.call(RELEASE, { id: parcel })
    const item = {
      ids: [bank, parcel],
      message: 'No.',
      reasonType: 'INAPPROPRIATE COMMUNICATION',
      notify: true,
    }
    expect((await tenant.call(REJECT, item)).body).toEqual(sample('hold_reject_partial'))
    const decisions = [...tenant.simulator.state.decisions.values()]
    expect(decisions).toMatchObject([
      { hold_id: parcel, decision: 'released' },
      {
        hold_id: bank,
        decision: 'rejected',
        message: 'No.',
        reason: 'INAPPROPRIATE COMMUNICATION',
        notify: true,
      },
    ])
  })

  test('26 items are too many for one call', async () => {
    const reply = await tenant.call(RELEASE, ...Array.from({ length: 26 }, () => ({ id: bank })))
    expect(codes(reply)).toEqual(['err_validation_value_not_allowed'])
    expect(tenant.simulator.state.decisions.size).toBe(0)
  })

  test('the sandbox never delivers', async () => {
    await tenant.signed('/api/message-finder/release-held-email-to-sandbox', { data: [{ id: tracking }] })
    expect([...tenant.simulator.state.decisions.values()]).toMatchObject([
      { hold_id: bank, decision: 'sandboxed' },
    ])
    const again = await tenant.signed('/api/message-finder/reject-held-email', { data: [{ id: tracking }] })
    expect(codes(again)).toEqual(['err_hold_message_not_found'])
  })

  test('reports are remembered', async () => {
    const data = [{ id: tracking, type: 'phishing', comment: 'bank' }]
    await tenant.signed('/api/message-finder/report-message', { data })
    expect(tenant.simulator.state.reports).toEqual([
      { tracking_id: tracking, type: 'phishing', comment: 'bank' },
    ])
  })
})

describe('the list', () => {
  const held = async (item: object) => (await tenant.call(LIST, { admin: true, ...item })).body.data

  test.each([
    [{ fieldName: 'sender', value: 'suppliers' }, 1],
    [{ fieldName: 'recipient', value: 'ops@partner.example.net' }, 1],
    [{ fieldName: 'subject', value: 'PARCEL' }, 1],
    [{ fieldName: 'senderIP', value: '203.0.113.45' }, 1],
    [{ fieldName: 'reasonCode', value: 'message_hold_applied_content_examination_policy' }, 2],
    [{ fieldName: 'all', value: 'example' }, 3],
    [{ fieldName: 'subject', value: 'nowhere' }, 0],
  ])('searchBy %j finds %d', async (searchBy, count) => {
    expect(await held({ searchBy })).toHaveLength(count)
  })

  test('searchBy needs a known field and a value; the reason is spelled by generation', async () => {
    const refused = async (searchBy: object) => codes(await tenant.call(LIST, { admin: true, searchBy }))
    expect(await refused({ fieldName: 'from', value: 'x' })).toEqual(['err_validation_value_not_allowed'])
    expect(await refused({ fieldName: 'sender', value: '' })).toEqual(['err_validation_blank'])
    expect(await refused({ fieldName: 'sender' })).toEqual(['err_validation_null'])
    expect(await refused({ fieldName: 'reason_code', value: 'x' })).toEqual([
      'err_validation_value_not_allowed',
    ])
    const old = {
      admin: true,
      searchBy: { fieldName: 'reason_code', value: 'message_hold_applied_spam_signature_policy' },
    }
    expect((await tenant.signed(LIST, { data: [old] })).body.data).toHaveLength(1)
  })

  test('the window is over the time of arrival in the queue', async () => {
    const rows = await held({ start: '2026-03-09T08:14:26Z', end: '2026-03-09T09:31:08+00:00' })
    expect(rows.map((row: { id: string }) => row.id)).toContain(bank)
    expect(rows).toHaveLength(2)
    expect(await held({ start: '2026-03-09T10:00:42+0000' })).toEqual([])
  })

  test.each([
    '2026-03-09T08:14:26',
    '2026-03-09 08:14:26Z',
    '2026-02-30T00:00:00Z',
    '2026-03-09T08:14:26+0200',
    'today',
  ])('the date %s is refused', async (start) => {
    expect(codes(await tenant.call(LIST, { start }))).toEqual(['err_validation_value_not_allowed'])
  })
})

describe('files', () => {
  const fileId = sample('gateway_get_message_detail').data[0].attachments[0].id
  const path = '/api/gateway/message/get-file'

  test.each([false, true])(
    '2.0 gives a link that takes no Authorization and ends, apart: %s',
    async (files_apart) => {
      await tenant.simulator.close()
      tenant = await openTenant({ files_apart })
      expect(tenant.simulator.files_url === tenant.simulator.url).toBe(!files_apart)
      expect(tenant.simulator.config.api2.file_hosts).toBe(
        files_apart ? new URL(tenant.simulator.files_url).host : undefined,
      )
      const { body } = await tenant.call(path, { id: fileId })
      const [link] = body.data[0].urls
      expect(link.startsWith(tenant.simulator.files_url)).toBe(true)
      expect((await fetch(link, { headers: { authorization: 'Bearer x' } })).status).toBe(400)
      expect((await fetch(link.replace(/context=[^&]+/, 'context=forged'))).status).toBe(403)
      const file = await fetch(link)
      expect((await file.arrayBuffer()).byteLength).toBe(81234)
      tenant.simulator.advance(10 * 60_000)
      expect((await fetch(link)).status).toBe(403)
    },
  )

  test('1.0 gives the bytes', async () => {
    const reply = await tenant.signed(path, { data: [{ id: fileId }] })
    expect(reply.headers.get('content-type')).toBe('application/octet-stream')
    expect(Buffer.byteLength(reply.text)).toBe(81234)
  })

  test('an id that is none is HTTP 400, and faults reach downloads too', async () => {
    expect((await tenant.call(path, { id: bank })).status).toBe(400)
    const { body } = await tenant.call(path, { id: fileId })
    tenant.simulator.fault({ path: '/files/*', status: 500 })
    expect((await fetch(body.data[0].urls[0])).status).toBe(500)
  })

  test('2.0 can be without the uncatalogued detail call', async () => {
    await tenant.simulator.close()
    tenant = await openTenant({ switches: { gateway_detail: false } })
    const detail = '/api/gateway/message/get-message-detail'
    expect((await tenant.call(detail, { id: bank })).body).toEqual(sample('error_app_forbidden'))
    expect((await tenant.signed(detail, { data: [{ id: bank }] })).body.data).toHaveLength(1)
  })
})
