import fc from 'fast-check'
import { XMLParser } from 'fast-xml-parser'
import { describe, expect, test } from 'vitest'
import { GENERATIONS, openMimecast } from '../../support/mimecast.ts'

const SEARCH = '/api/archive/search'
const FAILED = 'Error executing action Mimecast - Simple Archive Search. Reason: '
const custom = {
  'Time Frame': 'Custom',
  'Start Time': '2026-03-01T00:00:00Z',
  'End Time': '2026-03-11T00:00:00Z',
}

/** The query as it goes out: the values stand where Mimecast documents them. */
const queryOf = (fields: string, muse: string, mailboxes = ''): string =>
  `<?xml version="1.0"?><xmlquery trace="iql,muse"><metadata query-type="emailarchive" archive="true" active="false" page-size="100" startrow="0">${mailboxes}<smartfolders/><return-fields>${fields}</return-fields></metadata><muse>${muse}<docs select="optional"></docs><route/></muse></xmlquery>`
const between = (from: string, to: string): string => `<date select="between" from="${from}" to="${to}"/>`
const SUBJECT = '<return-field>subject</return-field>'
const sent = (query: string): object => ({ meta: {}, data: [{ admin: true, query }] })

async function queryFor(parameters: Record<string, unknown>): Promise<string> {
  const tenant = await openMimecast()
  await tenant.run('simple-archive-search', { fields_to_return: 'subject', ...parameters })
  const [body] = tenant.bodies(SEARCH) as { data: { query: string }[] }[]
  return body?.data[0]?.query ?? 'nothing was sent'
}

describe('parameters that are refused before a request', () => {
  test.each([
    [
      'a time frame outside the list',
      { 'Time Frame': 'last hour' },
      '"Time Frame" must be one of "Last Hour"',
    ],
    [
      'a field that does not exist',
      { 'Fields To Return': 'subject,body' },
      '"Fields To Return.1" must be one of',
    ],
    [
      'a custom frame without a start',
      { 'Time Frame': 'Custom' },
      '"Start Time" is required when "Time Frame" is "Custom"',
    ],
    [
      'a time without a zone',
      { ...custom, 'Start Time': '2026-03-01T00:00:00' },
      '"Start Time" must be a time with a time zone',
    ],
    [
      'a day that does not exist',
      { ...custom, 'End Time': '2026-02-30T00:00:00Z' },
      '"End Time" must be a time with a time zone',
    ],
    [
      'an end before the start',
      { ...custom, 'End Time': '2026-02-01T00:00:00Z' },
      '"End Time" must be later than "Start Time"',
    ],
    [
      'a limit that is no number',
      { 'Max Emails To Return': 'many' },
      '"Max Emails To Return" must be a whole number; got "many"',
    ],
  ])('%s', async (_what, parameters, words) => {
    const tenant = await openMimecast()
    const result = await tenant.run('simple-archive-search', parameters)
    expect(result).toMatchObject({
      is_success: false,
      json_result: null,
      error: { code: 'PARAMETER_INVALID' },
    })
    expect(result.output_message).toContain(`${FAILED}Invalid parameters: ${words}`)
    expect(tenant.simulator.requests).toEqual([])
  })
})

test('without the permission the sentence names it, and ends as the reference system ends it', async () => {
  const tenant = await openMimecast()
  tenant.simulator.fault({ path: SEARCH, status: 403 })
  const result = await tenant.run('simple-archive-search')
  expect(result.error?.code).toBe('PERMISSION_DENIED')
  expect(result.output_message).toMatch(/the permission Archive \| Search \| Read\.$/)
})

describe('the query', () => {
  test.each([
    ['Last Hour', '2026-03-10T09:30:00', '2026-03-10T10:30:00'],
    ['Last 6 Hours', '2026-03-10T04:30:00', '2026-03-10T10:30:00'],
    ['Last 24 Hours', '2026-03-09T10:30:00', '2026-03-10T10:30:00'],
    ['Last Week', '2026-03-02T00:00:00', '2026-03-09T00:00:00'],
    ['Last Month', '2026-02-01T00:00:00', '2026-03-01T00:00:00'],
  ])('of %s runs from %s to %s', async (frame, from, to) => {
    expect(await queryFor({ 'Time Frame': frame })).toBe(queryOf(SUBJECT, between(from, to)))
  })

  test('of a custom frame keeps the zones, and ends now when no end is given', async () => {
    const times = { 'Time Frame': 'Custom', 'Start Time': '2026-03-01T00:00:00+02:00' }
    expect(await queryFor({ ...times, 'End Time': '2026-03-05T12:30:00.250-05:00' })).toBe(
      queryOf(SUBJECT, between('2026-03-01T00:00:00+02:00', '2026-03-05T12:30:00.250000-05:00')),
    )
    expect(await queryFor(times)).toBe(
      queryOf(SUBJECT, between('2026-03-01T00:00:00+02:00', '2026-03-10T10:30:00+00:00')),
    )
  })

  test('names mailboxes, senders, recipients and subject; blank items of lists are dropped', async () => {
    const parameters = {
      fields_to_return: 'subject, ,displayfrom,',
      mailboxes: 'dana@example.com,, sam@example.com ',
      from: 'a@evil.test, b@evil.test',
      to: ',dana@example.com',
      subject: 'R&D <urgent> "now"',
    }
    const mailbox = (address: string) => `<mailbox include-aliases='true'>${address}</mailbox>`
    expect(await queryFor({ ...parameters, ...custom })).toBe(
      queryOf(
        `${SUBJECT} <return-field>displayfrom</return-field>`,
        `<text>from:a@evil.test or from:b@evil.test</text><text>to:dana@example.com</text><text>subject:R&amp;D &lt;urgent&gt; "now"</text>${between('2026-03-01T00:00:00+00:00', '2026-03-11T00:00:00+00:00')}`,
        `<mailboxes>${mailbox('dana@example.com')} ${mailbox('sam@example.com')}</mailboxes>`,
      ),
    )
  })

  test('says of any subject what was given; no element and no operator comes from the subject', async () => {
    const tenant = await openMimecast()
    const parser = new XMLParser({ ignoreAttributes: false, trimValues: false, htmlEntities: false })
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1 }), async (subject) => {
        const count = tenant.bodies(SEARCH).length
        await tenant.run('simple-archive-search', { subject: `x${subject}x`, fields_to_return: 'subject' })
        const bodies = tenant.bodies(SEARCH) as { data: { query: string }[] }[]
        const { muse } = parser.parse(bodies[count]?.data[0]?.query ?? '').xmlquery
        expect(Object.keys(muse)).toEqual(['text', 'date', 'docs', 'route'])
        // Either the words as they are, or one phrase: nothing of a subject acts.
        const letters = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '')
        expect(muse.text).toMatch(/^subject:(?:"[^"!*:\\()[\]{}~^|?;]*"|[^!*:\\()[\]{}~^|?;]*)$/)
        expect(letters(muse.text.slice('subject:'.length))).toBe(letters(`x${subject}x`))
      }),
      { numRuns: 60 },
    )
  })
})

describe('words of a mail never become operators of the query language', () => {
  const textOf = (query: string): string[] =>
    [...query.matchAll(/<text>(.*?)<\/text>/g)].map(([, text = '']) => text)

  test.each([
    ['zzqq or from:cfo@arch.test', 'subject:"zzqq or from cfo@arch.test"'],
    ['zzqq OR salary', 'subject:"zzqq OR salary"'],
    ['Terms and conditions', 'subject:"Terms and conditions"'],
    ['pay!', 'subject:"pay"'],
    ['!important', 'subject:"important"'],
    ['inv*', 'subject:"inv"'],
    ['*', undefined],
    ['Re: contract draft', 'subject:"Re contract draft"'],
    ['body:salary', 'subject:"body salary"'],
    ['a 5" pipe or salary', 'subject:"a 5 pipe or salary"'],
    ['" or from:cfo@arch.test or "', 'subject:"or from cfo@arch.test or"'],
    ['x" or "from:cfo@arch.test', 'subject:"x or from cfo@arch.test"'],
    ['x\\" or salary', 'subject:"x or salary"'],
    ['zzqq -draft', 'subject:"zzqq -draft"'],
    ['(zzqq)', 'subject:"zzqq"'],
    ['zzqq ｏｒ salary', 'subject:"zzqq ｏｒ salary"'],
    ['from：cfo', 'subject:"from cfo"'],
    ['zzqq o\u0000r salary', 'subject:"zzqq or salary"'],
    ['zzqq o\u200br salary', 'subject:"zzqq o r salary"'],
    ['zzqq\u00a0or\tsalary', 'subject:"zzqq or salary"'],
    ['Quarterly pricing update', 'subject:Quarterly pricing update'],
    ['The "final" offer', 'subject:The "final" offer'],
    ['Orders, nothing more', 'subject:Orders, nothing more'],
    ['見積書', 'subject:見積書'],
  ])('subject %j', async (subject, expected) => {
    const tenant = await openMimecast()
    const result = await tenant.run('simple-archive-search', { fields_to_return: 'subject', subject })
    const [body] = tenant.bodies(SEARCH) as { data: { query: string }[] }[]
    if (expected === undefined) {
      expect(result.output_message).toContain('"Subject" must contain a word to search for')
      expect(tenant.simulator.requests).toEqual([])
    } else expect(textOf(body?.data[0]?.query ?? '')).toEqual([expected])
  })

  test.each([
    ['"Doe, Jane" <jane@example.com>', 'from:jane@example.com'],
    ['Parcel Service or from:cfo@arch.test <spam@arch.test>', 'from:spam@arch.test'],
    ['a@evil.test; B <b@evil.test>', 'from:a@evil.test or from:b@evil.test'],
    ['*@evil.test', 'from:"@evil.test"'],
    ['!x@evil.test', 'from:"x@evil.test"'],
    ['-list@evil.test', 'from:"-list@evil.test"'],
    ['or@evil.test', 'from:or@evil.test'],
    ['@evil.test', 'from:evil.test'],
  ])('sender %s', async (from, expected) => {
    expect(textOf(await queryFor({ from }))).toEqual([expected])
    expect(textOf(await queryFor({ to: from }))).toEqual([expected.replaceAll('from:', 'to:')])
  })

  test.each([
    { from: 'Doe, Jane <jane@example.com>' },
    { from: 'Parcel Service' },
    { to: 'a@x.test or b@x.test' },
    { mailboxes: 'Jane' },
  ])('%j is refused', async (parameters) => {
    const tenant = await openMimecast()
    const result = await tenant.run('simple-archive-search', parameters)
    expect([result.error?.code, tenant.simulator.requests]).toEqual(['PARAMETER_INVALID', []])
  })

  test('a tenant that knows the operators finds no other mail', async () => {
    const tenant = await openMimecast()
    const mail = { status: 'archived' as const, from: 'cfo@arch.test', to: ['ceo@arch.test'], minutes_ago: 5 }
    tenant.simulator.seed({ mails: [{ ...mail, subject: 'Salary list' }] })
    const found = async (parameters: object): Promise<unknown> =>
      (await tenant.run('simple-archive-search', { fields_to_return: 'subject', ...parameters })).json_result
    expect(await found({ subject: 'Salary list' })).toEqual([{ subject: 'Salary list' }])
    expect(await found({ subject: 'zzqq or from:cfo@arch.test' })).toEqual([])
    expect(await found({ from: 'Parcel or from:cfo@arch.test <spam@arch.test>' })).toEqual([])
    expect(await found({ subject: 'S*' })).toEqual([])
    expect(await found({ from: 'CFO <cfo@arch.test>' })).toEqual([{ subject: 'Salary list' }])
  })
})

describe('the result', () => {
  test.each(GENERATIONS)('holds the fields that were asked for, with API %s', async (generation) => {
    const tenant = await openMimecast({ generation })
    const result = await tenant.run('simple-archive-search', {
      ...custom,
      subject: 'Quarterly pricing update',
      fields_to_return: 'subject,displayfrom,size',
    })
    const fields = `${SUBJECT} <return-field>displayfrom</return-field> <return-field>size</return-field>`
    const muse = `<text>subject:Quarterly pricing update</text>${between('2026-03-01T00:00:00+00:00', '2026-03-11T00:00:00+00:00')}`
    expect(tenant.bodies(SEARCH)).toEqual([sent(queryOf(fields, muse))])
    expect(result).toMatchObject({
      is_success: true,
      output_message: 'Successfully found archive emails for the provided criteria in Mimecast.',
    })
    expect(result.json_result).toEqual([
      { subject: 'Quarterly pricing update', displayfrom: 'Example Newsletter', size: 48211 },
    ])
  })

  test('of nothing found is a success of its own sentence', async () => {
    const tenant = await openMimecast()
    expect(await tenant.run('simple-archive-search', { from: 'nobody@nowhere.test' })).toMatchObject({
      is_success: true,
      output_message: 'No archive emails were found for the provided criteria in Mimecast.',
      json_result: [],
    })
  })

  test('follows pages to the limit and asks for no page beyond', async () => {
    const tenant = await openMimecast({ sizes: { archived: 400 } })
    const month = { ...custom, 'Start Time': '2026-01-01T00:00:00Z' }
    const result = await tenant.run('simple-archive-search', { ...month, max_emails_to_return: 200 })
    expect(result.json_result).toHaveLength(200)
    expect(tenant.bodies(SEARCH)).toHaveLength(2)
    expect(tenant.bodies(SEARCH)[1]).toMatchObject({
      meta: { pagination: { pageToken: expect.any(String) } },
    })
  })

  test.each(['', '0', '-1'])('holds 50 mails at most when the limit is %j', async (limit) => {
    const tenant = await openMimecast({ sizes: { archived: 120 } })
    const month = { ...custom, 'Start Time': '2026-01-01T00:00:00Z' }
    const result = await tenant.run('simple-archive-search', { ...month, max_emails_to_return: limit })
    expect(result.json_result).toHaveLength(50)
  })
})

test('entries of the archive without any field are no mails', async () => {
  const tenant = await openMimecast()
  tenant.simulator.fault({
    path: '/api/archive/search',
    body: { meta: { status: 200 }, data: [{ items: [{}, {}] }], fail: [] },
  })
  const result = await tenant.run('simple-archive-search', { time_frame: 'Last Hour' })
  expect(result).toMatchObject({
    is_success: true,
    json_result: [],
    output_message: 'No archive emails were found for the provided criteria in Mimecast.',
  })
})
