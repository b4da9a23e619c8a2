import { describe, expect, test } from 'vitest'
import { GENERATIONS, openMimecast } from '../../support/mimecast.ts'
import { refusalBody } from '../../support/refusals.ts'

const SEARCH = '/api/archive/search'

const query = (muse: string, size = 25): string =>
  `<?xml version="1.0"?><xmlquery trace="iql,muse"><metadata query-type="emailarchive" archive="true" active="false" page-size="${size}" startrow="0"><smartfolders/><return-fields><return-field>subject</return-field></return-fields></metadata><muse>${muse}<docs select="optional"></docs><route/></muse></xmlquery>`

const SPAN = '<date select="between" from="2026-03-01T00:00:00Z" to="2026-03-11T00:00:00Z"/>'

describe('a query that cannot be searched with', () => {
  test.each([
    ['a closing tag that is missing', query('<text>bank'), 'Invalid search XML; line 1, column'],
    [
      'words instead of XML',
      'from:billing',
      "Invalid search XML; line 1, column 1: char 'f' is not expected",
    ],
    ['another root', '<query/>', 'Invalid search XML; the outermost element must be xmlquery; it is query'],
  ])('%s is refused by Mimecast and explained', async (_what, xml_query, words) => {
    const tenant = await openMimecast()
    const result = await tenant.run('advanced-archive-search', { xml_query })
    expect(result).toMatchObject({ is_success: false, json_result: null, error: { code: 'VENDOR_REJECTED' } })
    expect(result.output_message).toMatch(
      /^Error executing action Mimecast - Advanced Archive Search\. Reason: Mimecast rejected the request: /,
    )
    expect(result.output_message).toContain(words)
    expect(tenant.bodies(SEARCH)).toEqual([{ meta: {}, data: [{ admin: true, query: xml_query }] }])
  })

  test('a query that is well formed, but refused all the same, keeps the words of Mimecast alone', async () => {
    const tenant = await openMimecast()
    const body = refusalBody([{ code: 'err_invalid_search_xml', message: 'Unknown query type' }])
    tenant.simulator.fault({ path: SEARCH, body })
    const result = await tenant.run('advanced-archive-search', { xml_query: query(SPAN) })
    expect(result.error?.reason).toBe('Mimecast rejected the request: Unknown query type.')
  })

  test('no query is refused before a request', async () => {
    const tenant = await openMimecast()
    const result = await tenant.run('advanced-archive-search', { xml_query: '  ' })
    expect(result.output_message).toBe(
      'Error executing action Mimecast - Advanced Archive Search. Reason: Invalid parameters: "XML Query" is required.',
    )
    expect(tenant.simulator.requests).toEqual([])
  })

  test('without the permission the sentence names it', async () => {
    const tenant = await openMimecast()
    tenant.simulator.fault({ path: SEARCH, status: 403 })
    const result = await tenant.run('advanced-archive-search', { xml_query: query(SPAN) })
    expect(result.error?.code).toBe('PERMISSION_DENIED')
    expect(result.output_message).toContain('the permission Archive | Search | Read.')
  })
})

describe('searching', () => {
  test.each(GENERATIONS)('sends the query as it is and answers the rows, with API %s', async (generation) => {
    const tenant = await openMimecast({ generation })
    const xml_query = query(`<text>subject:R&amp;D "zwölf" ${'ü'.repeat(3)} or invoice</text>${SPAN}`)
    const result = await tenant.run('advanced-archive-search', { 'XML Query': `\n${xml_query}\n` })
    expect(tenant.bodies(SEARCH)).toEqual([{ meta: {}, data: [{ admin: true, query: xml_query }] }])
    expect(result).toMatchObject({
      is_success: true,
      output_message: 'Successfully found archive emails for the provided criteria in Mimecast.',
      json_result: [{ subject: 'Invoice 20790' }],
    })
  })

  test('finds rows that stand directly in "data", too', async () => {
    const tenant = await openMimecast({ switches: { archive_rows: 'flat' } })
    const result = await tenant.run('advanced-archive-search', { xml_query: query(SPAN) })
    expect(result.json_result).toEqual([
      { subject: 'Quarterly pricing update' },
      { subject: 'Re: contract draft' },
      { subject: 'Invoice 20790' },
    ])
  })

  test('nothing found is a success of its own sentence and no rows', async () => {
    const tenant = await openMimecast()
    const xml_query = query(`<sent select="to">nobody@example.com</sent>${SPAN}`)
    expect(await tenant.run('advanced-archive-search', { xml_query })).toMatchObject({
      is_success: true,
      output_message: 'No archive emails were found for the provided criteria in Mimecast.',
      json_result: [],
    })
  })

  test('follows pages to the limit and not beyond', async () => {
    const tenant = await openMimecast({ sizes: { archived: 60 } })
    const wide = query('<date select="between" from="2026-01-01T00:00:00Z" to="2026-03-11T00:00:00Z"/>', 10)
    const result = await tenant.run('advanced-archive-search', { xml_query: wide, max_emails_to_return: 20 })
    expect(result.json_result).toHaveLength(20)
    const item = { admin: true, query: wide }
    expect(tenant.bodies(SEARCH)).toEqual([
      { meta: {}, data: [item] },
      { meta: { pagination: { pageToken: expect.any(String) } }, data: [item] },
    ])
  })

  test.each(['', '0', '-5'])('takes %j as limit for the default of 100', async (limit) => {
    const tenant = await openMimecast({ sizes: { archived: 150 } })
    const wide = query('<date select="between" from="2026-01-01T00:00:00Z" to="2026-03-11T00:00:00Z"/>', 100)
    const result = await tenant.run('advanced-archive-search', {
      xml_query: wide,
      max_emails_to_return: limit,
    })
    expect(result.json_result).toHaveLength(100)
    expect(tenant.bodies(SEARCH)).toHaveLength(1)
  })
})
