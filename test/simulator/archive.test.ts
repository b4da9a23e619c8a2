import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codes, openTenant, sample, type Tenant } from './support.ts'

let tenant: Tenant
beforeAll(async () => {
  tenant = await openTenant()
  tenant.simulator.seed({
    mails: [
      {
        status: 'archived',
        subject: 'Fish & chips <menu> for "all"',
        from: 'cook@kitchen.eu.example.net',
        from_name: 'Head Cook',
        to: ['alex@example.com', 'dana@example.com'],
        minutes_ago: 30,
        text: 'Vinegar included. See https://menu.test/today',
        attachments: [
          { filename: 'menu.pdf', size: 100 },
          { filename: 'plate.png', size: 50 },
        ],
      },
    ],
  })
})
afterAll(() => tenant.simulator.close())

const MENU = 'Fish & chips <menu> for "all"'
const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const xml = (muse: string, inside = '', attributes = 'archive="true" page-size="50" startrow="0"') =>
  `<?xml version="1.0"?><xmlquery trace="iql,muse"><metadata query-type="emailarchive" ${attributes}>${inside}</metadata><muse>${muse}</muse></xmlquery>`

const search = (query: string) => tenant.call('/api/archive/search', { admin: true, query })
const subjects = async (muse: string, inside = '') =>
  (await search(xml(muse, inside))).body.data[0].items.map((row: { subject: string }) => row.subject)

const ALL = [MENU, 'Quarterly pricing update', 'Re: contract draft', 'Invoice 20790']

describe('queries that are refused', () => {
  test.each([
    ['plain text', 'subject:invoice'],
    ['an unescaped ampersand', xml('<text>fish & chips</text>')],
    ['an element that is not closed', '<xmlquery><metadata/><muse></xmlquery>'],
    ['another root', xml('').replaceAll('xmlquery', 'query')],
    ['two muse', xml('').replace('</xmlquery>', '<muse/></xmlquery>')],
    ['no metadata', '<xmlquery><muse/></xmlquery>'],
    ['another query type', xml('').replace('emailarchive', 'files')],
    [
      'a date without zone',
      xml('<date select="between" from="2026-03-09 00:00" to="2026-03-10T00:00:00Z"/>'),
    ],
    ['an unknown time frame', xml('<date select="tomorrow"/>')],
    ['an unknown side', xml('<sent select="cc">a@b.test</sent>')],
    ['unknown files', xml('<docs select="movies"/>')],
    ['a page size that is no number', xml('', '', 'archive="true" page-size="many"')],
  ])('%s', async (_what, query) => {
    expect(codes(await search(query))).toEqual(['err_invalid_search_xml'])
  })

  test('a missing or blank query is a validation error; admin must be a boolean', async () => {
    expect(codes(await tenant.call('/api/archive/search', { admin: true }))).toEqual(['err_validation_null'])
    expect(codes(await search(' '))).toEqual(['err_validation_blank'])
    const reply = await tenant.call('/api/archive/search', { admin: 'true', query: xml('') })
    expect(codes(reply)).toEqual(['err_validation_value_not_allowed'])
  })
})

describe('what is found, newest first', () => {
  test.each([
    ['everything without a condition', '', ALL],
    ['an unknown element is ignored without a word', '<received>never@x.test</received>', ALL],
    ['empty elements too', '<text/><sent select="from"/><docs select="optional"></docs><route/>', ALL],
    [
      'a sender by envelope',
      '<sent select="from">bounce@newsletter.example.org</sent>',
      ['Quarterly pricing update'],
    ],
    [
      'a sender by header',
      '<sent select="from">news@newsletter.example.org</sent>',
      ['Quarterly pricing update'],
    ],
    [
      'a parent domain finds subdomains',
      '<sent select="from">example.net</sent>',
      [MENU, 'Re: contract draft', 'Invoice 20790'],
    ],
    [
      'conditions are joined by and',
      '<sent select="from">example.net</sent><sent select="to">ap@example.com</sent>',
      ['Invoice 20790'],
    ],
    [
      'two senders cannot both be it',
      '<sent select="from">partner.example.net</sent><sent select="from">newsletter.example.org</sent>',
      [],
    ],
    ['a text prefix', '<text>subject:contract</text>', ['Re: contract draft']],
    [
      'one word of several is enough',
      '<text>subject:contract invoice</text>',
      ['Re: contract draft', 'Invoice 20790'],
    ],
    ['a part of a word is not', '<text>subject:contr</text>', []],
    ['escaped text', `<text>subject:${escaped('fish & chips')}</text>`, [MENU]],
    ['words of the body', '<text>body:vinegar</text>', [MENU]],
    ['free text anywhere', '<text>vinegar</text>', [MENU]],
    [
      'alternatives',
      '<text>from:legal@partner.example.net or from:news@newsletter.example.org</text>',
      ['Quarterly pricing update', 'Re: contract draft'],
    ],
    ['recipients', '<text>to:alex@example.com or to:ap@example.com</text>', [MENU, 'Invoice 20790']],
    ['prefixes side by side', '<text>from:example.net subject:draft</text>', ['Re: contract draft']],
    ['today', '<date select="today"/>', [MENU, 'Quarterly pricing update']],
    ['yesterday', '<date select="yesterday"/>', ['Re: contract draft']],
    ['last week, Monday to Monday', '<date select="last_week"/>', ['Invoice 20790']],
    ['last month', '<date select="last_month"/>', []],
    ['last year', '<date select="last_year"/>', []],
    [
      'between, the end excluded',
      '<date select="between" from="2026-03-09T16:40:05Z" to="2026-03-10T09:02:11+0000"/>',
      ['Re: contract draft'],
    ],
    [
      'between without an end',
      '<date select="between" from="2026-03-10T00:00:00+00:00"/>',
      [MENU, 'Quarterly pricing update'],
    ],
    ['with files', '<docs select="any"/>', [MENU, 'Re: contract draft', 'Invoice 20790']],
    ['without files', '<docs select="none"/>', ['Quarterly pricing update']],
    ['images', '<docs select="images"/>', [MENU]],
    ['text in the names of files', '<docs select="optional">contract</docs>', ['Re: contract draft']],
  ])('%s', async (_what, muse, expected) => {
    expect(await subjects(muse)).toEqual(expected)
  })

  test('a mailbox is sender or recipient', async () => {
    const inside =
      '<mailboxes><mailbox include-aliases="true">AP@example.com</mailbox></mailboxes><smartfolders/>'
    expect(await subjects('', inside)).toEqual(['Invoice 20790'])
    expect(await subjects('', '<mailboxes/>')).toEqual(ALL)
  })

  test('only the fields asked for come back', async () => {
    const inside =
      '<return-fields><return-field>subject</return-field><return-field>smash</return-field></return-fields>'
    const { body } = await search(xml('', inside))
    expect(Object.keys(body.data[0].items[0]).sort()).toEqual(['smash', 'subject'])
  })

  test('startrow begins later, page-size cuts, the token goes on', async () => {
    const query = xml('', '', 'archive="true" page-size="2" startrow="1"')
    const first = (await search(query)).body
    expect(first.meta.pagination).toMatchObject({ recordStart: 1, pageSize: 2 })
    const second = await tenant.post('/api/archive/search', {
      meta: { pagination: { pageToken: first.meta.pagination.next } },
      data: [{ admin: true, query }],
    })
    expect(second.body.meta.pagination).toEqual({ recordStart: 3, pageSize: 1 })
    expect(second.body.data[0].items).toMatchObject([{ subject: 'Invoice 20790' }])
  })

  test('by switch the rows lie directly in data', async () => {
    const flat = await openTenant({ switches: { archive_rows: 'flat' } })
    const reply = await flat.call('/api/archive/search', { admin: true, query: xml('') })
    expect(reply.body.data).toHaveLength(3)
    expect(reply.body.data.slice(0, 2)).toEqual(sample('archive_search_flat').data)
    await flat.simulator.close()
  })

  test('a context outside the list is refused in the detail', async () => {
    const id = (await search(xml(''))).body.data[0].items[0].id
    const path = '/api/archive/get-message-detail'
    expect(codes(await tenant.call(path, { id, context: 'READ' }))).toEqual([
      'err_validation_value_not_allowed',
    ])
    const { body } = await tenant.call(path, { id, context: 'RECEIVED' })
    expect(body.data[0].attachments.map((file: { filename: string }) => file.filename)).toEqual([
      'menu.pdf',
      'plate.png',
    ])
  })
})
