import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fetchToken, openTenant, requestToken, sample, shapeProblems, type Tenant } from './support.ts'

let tenant: Tenant
beforeAll(async () => {
  tenant = await openTenant()
})
afterAll(() => tenant.simulator.close())

const ids = {
  tracking_held: sample('get_message_info_held').data[0].id,
  tracking_plain: sample('get_message_info_held_no_verdict').data[0].id,
  tracking_archived: sample('get_message_info_archived').data[0].id,
  hold: sample('hold_release').data[0].id,
  blocked_group: sample('find_groups').data[0].folders[0].id,
}

const window = { start: '2026-03-09T00:00:00+0000', end: '2026-03-10T10:30:00+0000' }
const days = { from: '2026-03-09T00:00:00+0000', to: '2026-03-11T00:00:00+0000' }
const xml = (page_size: number): string =>
  `<?xml version="1.0"?><xmlquery trace="iql,muse"><metadata query-type="emailarchive" archive="true" page-size="${page_size}"/><muse/></xmlquery>`

describe('answers that hold the story of the samples are the samples, to the letter', () => {
  test.each([
    ['get_account', '/api/account/get-account', undefined],
    ['get_policy', '/api/policy/blockedsenders/get-policy', undefined],
    ['ttp_attachment_logs', '/api/ttp/attachment/get-logs', days],
    ['ttp_impersonation_logs', '/api/ttp/impersonation/get-logs', days],
    ['ttp_url_logs_empty', '/api/ttp/url/get-logs', { to: '2026-03-09T00:00:00Z' }],
    ['find_groups_empty', '/api/directory/find-groups', { query: 'nothing' }],
    ['get_hold_message_list_empty', '/api/gateway/get-hold-message-list', window],
    ['get_all_managed_urls', '/api/ttp/url/get-all-managed-urls', undefined],
    ['message_finder_search_empty', '/api/message-finder/search', { messageId: '<none@x>' }],
    [
      'archive_get_message_detail',
      '/api/archive/get-message-detail',
      { id: sample('archive_get_message_detail').data[0].id },
    ],
    [
      'message_finder_search_no_criteria',
      '/api/message-finder/search',
      { start: window.start, advancedTrackAndTraceOptions: {} },
    ],
    [
      'archive_search_invalid_xml',
      '/api/archive/search',
      { admin: true, query: 'from:billing@suppliers.example.net' },
    ],
    [
      'message_finder_search_invalid_start',
      '/api/message-finder/search',
      { start: '2025-12-01T00:00:00+0000', advancedTrackAndTraceOptions: { from: 'suppliers.example.net' } },
    ],
    [
      'permit_or_block_sender_invalid',
      '/api/managedsender/permit-or-block-sender',
      { sender: 'not-an-address', to: 'ap@example.com', action: 'block' },
    ],
    [
      'create_block_sender_policy_invalid',
      '/api/policy/blockedsenders/create-policy',
      {
        option: 'block_sender',
        policy: { description: 'x', from: { type: 'email_domain' }, to: { type: 'everyone' } },
      },
    ],
    ['delete_policy_not_found', '/api/policy/blockedsenders/delete-policy', { id: 'unknown' }],
    ['delete_managed_url_not_found', '/api/ttp/url/delete-managed-url', { id: 'unknown' }],
    [
      'remove_group_member_not_found',
      '/api/directory/remove-group-member',
      { id: ids.blocked_group, emailAddress: 'absent@example.org' },
    ],
    [
      'error_forbidden_for_address',
      '/api/directory/add-group-member',
      sample('error_forbidden_for_address').fail[0].key,
    ],
  ])('%s', async (name, path, item) => {
    const reply = await (item === undefined ? tenant.call(path) : tenant.call(path, item))
    expect(reply.status).toBe(200)
    expect(reply.body).toEqual(sample(name))
  })

  test('get_hold_message_list, both pages', async () => {
    const path = '/api/gateway/get-hold-message-list'
    const data = [{ admin: true, ...window }]
    const first = await tenant.post(path, { meta: { pagination: { pageSize: 2 } }, data })
    const next = first.body.meta.pagination.next
    const second = await tenant.post(path, { meta: { pagination: { pageSize: 2, pageToken: next } }, data })
    const [one, two] = [sample('get_hold_message_list'), sample('get_hold_message_list_page_2')]
    expect(first.body.data).toEqual(one.data)
    expect(second.body.data).toEqual(two.data)
    expect(shapeProblems(first.body, one)).toEqual([])
    expect(shapeProblems(second.body, two)).toEqual([])
  })

  test('archive_search, both pages', async () => {
    const data = [{ admin: true, query: xml(2) }]
    const first = await tenant.post('/api/archive/search', { data })
    const pageToken = first.body.meta.pagination.next
    const second = await tenant.post('/api/archive/search', { meta: { pagination: { pageToken } }, data })
    const [one, two] = [sample('archive_search'), sample('archive_search_page_2')]
    expect(first.body.data[0].items).toEqual(one.data[0].items)
    expect(second.body.data[0].items).toEqual(two.data[0].items)
    expect(second.body.meta).toEqual(two.meta)
    expect(shapeProblems(first.body, one)).toEqual([])
  })

  test('archive_search_empty, which is what a search without admin answers', async () => {
    const reply = await tenant.call('/api/archive/search', { query: xml(25) })
    expect(reply.body.data[0].items).toEqual([])
    expect(shapeProblems(reply.body, sample('archive_search_empty'))).toEqual([])
  })

  test('message_finder_search, found by each sender', async () => {
    const held = sample('message_finder_search_held').data[0].trackedEmails
    const rows = [...sample('message_finder_search').data[0].trackedEmails, ...held]
    for (const row of rows) {
      const from = row.fromEnv.emailAddress
      const reply = await tenant.call('/api/message-finder/search', {
        advancedTrackAndTraceOptions: { from },
      })
      expect(reply.body.meta.pagination).toEqual({ pageSize: 0 })
      expect(reply.body.data[0].trackedEmails).toContainEqual(row)
    }
  })

  test('ttp_url_logs, both pages, oldest first', async () => {
    const data = [{ ...days, oldestFirst: true }]
    const first = await tenant.post('/api/ttp/url/get-logs', { meta: { pagination: { pageSize: 2 } }, data })
    const pageToken = first.body.meta.pagination.next
    const second = await tenant.post('/api/ttp/url/get-logs', {
      meta: { pagination: { pageSize: 2, pageToken } },
      data,
    })
    expect(first.body.data).toEqual(sample('ttp_url_logs').data)
    expect(second.body).toEqual(sample('ttp_url_logs_page_2'))
  })

  test('find_groups and the first of get_group_members', async () => {
    const groups = await tenant.post('/api/directory/find-groups', {
      meta: { pagination: { pageSize: 2 } },
      data: [{ query: 'senders', source: 'cloud' }],
    })
    expect(groups.body.data).toEqual(sample('find_groups').data)
    expect(shapeProblems(groups.body, sample('find_groups'))).toEqual([])
    const members = await tenant.post('/api/directory/get-group-members', {
      meta: { pagination: { pageSize: 3 } },
      data: [{ id: ids.blocked_group }],
    })
    expect(members.body.data).toEqual(sample('get_group_members').data)
    expect(members.body.meta.pagination.totalCount).toBe(122)
  })
})

describe('other answers have the shape of the samples', () => {
  test.each([
    [
      'get_message_info_held',
      '/api/message-finder/get-message-info',
      { id: ids.tracking_held, loadContent: 'true' },
    ],
    ['get_message_info_held_no_verdict', '/api/message-finder/get-message-info', { id: ids.tracking_plain }],
    ['get_message_info_archived', '/api/message-finder/get-message-info', { id: ids.tracking_archived }],
    ['gateway_get_message_detail', '/api/gateway/message/get-message-detail', { id: ids.hold }],
    [
      'gateway_get_file_urls',
      '/api/gateway/message/get-file',
      { id: sample('gateway_get_message_detail').data[0].attachments[0].id },
    ],
    [
      'archive_get_file_urls',
      '/api/archive/get-file',
      { id: sample('archive_get_message_detail').data[0].attachments[0].id },
    ],
    [
      'permit_or_block_sender_block',
      '/api/managedsender/permit-or-block-sender',
      { sender: 'a@b.test', to: 'c@d.test', action: 'block' },
    ],
    [
      'permit_or_block_sender_permit',
      '/api/managedsender/permit-or-block-sender',
      { sender: 'a@b.test', to: 'e@d.test', action: 'permit' },
    ],
    ['create_group', '/api/directory/create-group', { description: 'SOAR blocked senders' }],
    [
      'add_group_member',
      '/api/directory/add-group-member',
      { id: ids.blocked_group, emailAddress: 'x@new.test' },
    ],
    [
      'add_group_member_domain',
      '/api/directory/add-group-member',
      { id: ids.blocked_group, domain: 'new.test' },
    ],
    [
      'add_group_member_exists',
      '/api/directory/add-group-member',
      { id: ids.blocked_group, emailAddress: 'x@new.test' },
    ],
    [
      'remove_group_member',
      '/api/directory/remove-group-member',
      { id: ids.blocked_group, emailAddress: 'x@new.test' },
    ],
    [
      'create_managed_url',
      '/api/ttp/url/create-managed-url',
      { url: 'https://parcel.bulk.example.net/', action: 'block' },
    ],
    [
      'create_block_sender_policy',
      '/api/policy/blockedsenders/create-policy',
      {
        option: 'block_sender',
        policy: {
          description: 'Block',
          from: { type: 'individual_email_address', emailAddress: 'a@b.test' },
          to: { type: 'individual_email_address', emailAddress: 'ap@example.com' },
        },
      },
    ],
  ])('%s', async (name, path, item) => {
    const reply = await tenant.call(path, item)
    expect(shapeProblems(withoutKeys(reply.body), withoutKeys(sample(name)))).toEqual([])
  })

  test('get_hold_summary_list counts the queue', async () => {
    const reply = await tenant.call('/api/gateway/get-hold-summary-list')
    expect(reply.body.data).toHaveLength(3)
    expect(shapeProblems(reply.body, sample('get_hold_summary_list'))).toEqual([])
  })

  test('oauth_token, and its refusal to the letter', async () => {
    const { client_id, client_secret } = tenant.simulator.credentials.api2
    const good = await requestToken(tenant.simulator, {
      client_id,
      client_secret,
      grant_type: 'client_credentials',
    })
    expect({ ...good.body, access_token: 'x' }).toEqual({ ...sample('oauth_token'), access_token: 'x' })
    const bad = await requestToken(tenant.simulator, {
      client_id,
      client_secret: 'x',
      grant_type: 'client_credentials',
    })
    expect([bad.status, bad.body]).toEqual([401, sample('oauth_token_invalid_client')])
    expect(await fetchToken(tenant.simulator)).not.toBe(good.body.access_token)
  })
})

/** Fail items repeat what was sent, which is the test's own. */
function withoutKeys(body: { fail?: { key?: unknown }[] }): unknown {
  return Array.isArray(body.fail) ? { ...body, fail: body.fail.map(({ key: _, ...item }) => item) } : body
}
