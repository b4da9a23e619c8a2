import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codes, openTenant, STORY_END, sample, type Tenant } from './support.ts'

const SEARCH = '/api/message-finder/search'
const DAY = 24 * 3600_000
const zulu = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`

let tenant: Tenant
beforeAll(async () => {
  tenant = await openTenant()
})
afterAll(() => tenant.simulator.close())

const found = async (item: object): Promise<string[]> =>
  (await tenant.call(SEARCH, item)).body.data[0].trackedEmails.map((row: { subject: string }) => row.subject)
const options = (advancedTrackAndTraceOptions: object) => ({ advancedTrackAndTraceOptions })

describe('searches that are refused', () => {
  test.each([
    ['no criterion', {}, 'err_validation_at_least_one_not_null'],
    [
      'only a misspelled senderIp',
      options({ senderIp: '203.0.113.45' }),
      'err_validation_at_least_one_not_null',
    ],
    ['a blank option', options({ from: ' ' }), 'err_validation_blank'],
    [
      'a Message-ID and an option',
      { messageId: 'x', ...options({ from: 'a' }) },
      'err_validation_value_not_allowed',
    ],
    [
      'an unknown status',
      { ...options({ from: 'a' }), status: ['Held'] },
      'err_validation_value_not_allowed',
    ],
    [
      'an unknown route',
      { ...options({ from: 'a' }), route: ['sideways'] },
      'err_validation_value_not_allowed',
    ],
    [
      'a start of exactly 30 days ago',
      { ...options({ from: 'a' }), start: zulu(STORY_END - 30 * DAY) },
      'err_track_and_trace_invalid_start_date',
    ],
  ])('%s', async (_what, item, code) => {
    expect(codes(await tenant.call(SEARCH, item))).toEqual([code])
  })

  test('a start a second younger than 30 days is fine', async () => {
    const reply = await tenant.call(SEARCH, {
      ...options({ from: 'a.test' }),
      start: zulu(STORY_END - 30 * DAY + 1000),
    })
    expect(reply.body.fail).toEqual([])
  })
})

describe('what is found', () => {
  test.each([
    [
      'a header domain',
      options({ from: 'suppliers.example.net' }),
      ['Updated bank details for invoice 20817'],
    ],
    [
      'an envelope domain',
      options({ from: 'mail.suppliers.example.net' }),
      ['Updated bank details for invoice 20817'],
    ],
    ['a parent domain finds nothing', options({ from: 'example.net' }), []],
    ['a recipient among several', options({ to: 'cto@partner.example.net' }), ['Customer export']],
    ['a part of the subject', options({ subject: 'PRICING' }), ['Quarterly pricing update']],
    ['the sender IP', options({ senderIP: '198.51.100.77' }), ['Quarterly pricing update']],
    [
      'a Message-ID, with or without brackets',
      { messageId: '<0102019cf1a2@newsletter.example.org>' },
      ['Quarterly pricing update'],
    ],
    [
      'a status',
      { ...options({ to: 'example.com' }), status: ['held'] },
      ['Updated bank details for invoice 20817'],
    ],
    ['a route', { ...options({ from: 'sam@example.com' }), route: ['inbound'] }, []],
    [
      'every route',
      { ...options({ from: 'sam@example.com' }), route: ['all'] },
      ['Meeting notes', 'Customer export'],
    ],
    [
      'only mail with attachments',
      { ...options({ to: 'example.com' }), attachments: true },
      ['Re: contract draft', 'Updated bank details for invoice 20817'],
    ],
    [
      'filters inside the options are ignored',
      options({ from: 'sam@example.com', status: ['archived'] }),
      ['Meeting notes', 'Customer export'],
    ],
    [
      'a window, both ends included',
      { ...options({ to: 'example.com' }), start: '2026-03-09T12:49:46Z', end: '2026-03-10T09:02:11+0000' },
      ['Quarterly pricing update', ''],
    ],
  ])('%s', async (_what, item, expected) => {
    expect(await found(item)).toEqual(expected)
  })

  test('mail that is only in the hold list is not tracked', async () => {
    expect(await found(options({ subject: 'parcel' }))).toEqual([])
  })
})

describe('many rows', () => {
  const query = { ...options({ to: 'example.com' }), start: zulu(STORY_END - 29 * DAY) }

  test('pages lead through all of them, each once, newest first', async () => {
    const many = await openTenant({ sizes: { held: 40, archived: 30, tracked: 60 } })
    const rows: { id: string; received: string }[] = []
    let pageToken: string | undefined
    do {
      const { body } = await many.post(SEARCH, {
        meta: { pagination: { pageSize: 20, pageToken } },
        data: [query],
      })
      rows.push(...body.data[0].trackedEmails)
      pageToken = body.meta.pagination.next
    } while (pageToken !== undefined)
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
    expect(rows.length).toBeGreaterThan(60)
    expect(rows.map(({ received }) => received)).toEqual(
      rows
        .map(({ received }) => received)
        .sort()
        .reverse(),
    )
    await many.simulator.close()
  })

  test.each([
    ['all', 150],
    ['capped', 100],
  ] as const)(
    'by switch "%s" one answer holds %d of 150, and no word about the rest',
    async (finder_rows, count) => {
      const many = await openTenant({ switches: { finder_rows } })
      many.simulator.seed({ mails: Array.from({ length: 150 }, () => ({ to: ['a@corp.test'] })) })
      const { body } = await many.call(SEARCH, options({ to: 'corp.test' }))
      expect(body.data[0].trackedEmails).toHaveLength(count)
      expect(body.meta.pagination).toEqual({ pageSize: 0 })
      await many.simulator.close()
    },
  )
})

describe('details', () => {
  const INFO = '/api/message-finder/get-message-info'

  test.each([
    ['a hold id', sample('hold_release').data[0].id],
    ['a queue id', sample('get_message_info_held').data[0].queueInfo.id],
    ['a damaged id', `${sample('get_message_info_held').data[0].id}A`],
  ])('%s is HTTP 400 without a body', async (_what, id) => {
    const reply = await tenant.call(INFO, { id })
    expect([reply.status, reply.text]).toEqual([400, ''])
  })

  test('the Message-ID stands escaped in the transmission headers, as recorded', async () => {
    const expected = sample('get_message_info_held').data[0]
    const { body } = await tenant.call(INFO, { id: expected.id })
    const [own, its] = [body.data[0].recipientInfo.messageInfo, expected.recipientInfo.messageInfo]
    expect(own).toEqual(its)
    expect(body.data[0].queueInfo).toEqual(expected.queueInfo)
    expect(body.data[0].spamInfo).toEqual(expected.spamInfo)
  })

  test('every tracked mail of a full tenant has details that agree with its row', async () => {
    const full = await openTenant({ sizes: { held: 30, archived: 30, tracked: 30 } })
    for (const side of ['from', 'to']) {
      const { body } = await full.post(SEARCH, {
        meta: { pagination: { pageSize: 100 } },
        data: [options({ [side]: 'example.com' })],
      })
      for (const row of body.data[0].trackedEmails) {
        const [detail] = (await full.call(INFO, { id: row.id })).body.data
        expect(detail).toMatchObject({
          id: row.id,
          status: row.status,
          spamInfo: { spamScore: row.spamScore },
        })
        expect(detail.recipientInfo.messageInfo.subject).toBe(row.subject)
        expect('queueInfo' in detail).toBe(row.status === 'held')
      }
    }
    await full.simulator.close()
  })
})
