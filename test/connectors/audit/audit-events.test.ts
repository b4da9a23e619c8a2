/** What the connector asks of the audit log, and what its alerts say. */
import { expect, test } from 'vitest'
import { formatDate } from '../../../simulator/dates.ts'
import { MINUTE, openConnector } from '../../support/connector-case.ts'
import given from './audit-events.case.ts'

const PATH = '/api/audit/get-audit-events'

const ago = (minutes: number): string => formatDate(Date.now() - minutes * MINUTE)

const open = async (rows: Record<string, unknown>[] = []) => {
  const tenant = await openConnector(given)
  const audit = rows.map((row, at) => ({ id: `e${at}`, eventTime: ago(10 - at), ...row }))
  tenant.simulator.seed({ rows: { audit } })
  const asked = (): unknown[] =>
    tenant.simulator.requests
      .filter(({ path }) => path === PATH)
      .map(({ body }) => (body as { data: unknown[] }).data[0])
  return { ...tenant, asked }
}

test('the window and the categories are asked for; "all" asks for none', async () => {
  const { run, asked } = await open()
  await run()
  await run(null, { categories: 'all' })
  const window = { startDateTime: ago(24 * 60), endDateTime: ago(0) }
  const categories = [
    'authentication_logs',
    'mimecast_access_logs',
    'account_logs',
    'user_account_and_role_logs',
    'policy_logs',
  ]
  expect(asked()).toEqual([{ ...window, categories }, window])
})

test('an alert has the user, and the address and application from the end of the text', async () => {
  const row = {
    auditType: 'Logon Authentication Failed',
    user: 'ap@example.com',
    category: 'authentication_logs',
    eventInfo:
      'Failed for "x, IP: 6.6.6.6, y", Date: 2026-03-09, IP: 203.0.113.77, Application: Administration Console',
  }
  const { run } = await open([row])
  expect((await run()).alerts).toMatchObject([
    {
      title: 'Logon Authentication Failed',
      description: row.eventInfo,
      severity: 'low',
      product: 'Audit Events',
      rule: 'Logon Authentication Failed',
      reason: 'authentication_logs',
      entities: [
        { type: 'email', role: 'user', value: 'ap@example.com' },
        { type: 'ip', role: 'source', value: '203.0.113.77' },
      ],
      facts: { event_id: 'e0', application: 'Administration Console' },
      events: [{ event_type: 'LogonAuthenticationFailed', source_ip: '203.0.113.77' }],
    },
  ])
})

test.each([
  ['New Policy', 'policy_logs', 'medium'],
  ['User Logged On', 'authentication_logs', 'informational'],
  ['Archive Mailbox Export Download', 'account_logs', 'high'],
])('%s of %s has the severity %s', async (auditType, category, severity) => {
  const { run } = await open([{ auditType, category }])
  expect((await run()).alerts).toMatchObject([{ severity, title: auditType }])
})

test('other types, other categories that the API returns, and the own application are left out', async () => {
  const info = (name: string): string => `New Policy, IP: 192.0.2.44, Application: ${name}`
  const policy = { auditType: 'New Policy', category: 'policy_logs' }
  const { run, simulator } = await open([
    { ...policy, eventInfo: info('mimecast-soar') },
    { ...policy, eventInfo: info('Administration Console') },
    { auditType: 'User Logged On', category: 'authentication_logs' },
  ])
  const wanted = { audit_types: 'new policy', own_application: 'Mimecast-SOAR' }
  expect((await run(null, wanted)).alerts.map(({ facts }) => facts.event_id)).toEqual(['e1'])
  const rows = [{ id: 'other', category: 'case_review_logs', eventTime: ago(1) }]
  simulator.fault({ path: PATH, body: { meta: { status: 200 }, data: rows, fail: [] } })
  expect((await run()).alerts).toEqual([])
})

test('a gap that is longer than the history is a warning', async () => {
  const { run, pass } = await open()
  const one = await run()
  pass(61 * 24 * 60)
  const two = await run(one.state)
  expect(two.result.warnings).toEqual([expect.stringMatching(/^"audit_events" is not kept that long/)])
})
