/** `soar doctor --role`: the least role for a set of actions, and which part of it the credentials lack. */
import { describe, expect, test } from 'vitest'
import { roleLines } from '../../../runtime/faces/cli/screen/role.ts'
import type { Bag } from '../../../runtime/schema/parameters.ts'
import { examine } from '../../../runtime/service/doctor/examine.ts'
import { neededPermissions } from '../../../runtime/service/doctor/permissions.ts'
import type { RolePermission } from '../../../runtime/service/doctor/role.ts'
import { leastRole, splitPermission } from '../../../runtime/service/doctor/role.ts'
import type { Report } from '../../../runtime/service/doctor/step.ts'
import { cli } from '../../support/cli.ts'
import { type MimecastTenant, openMimecast } from '../../support/mimecast.ts'
import { repository } from '../../support/sources.ts'

const AUDIT = '/api/audit/get-audit-events'

describe('a permission of a manifest', () => {
  test.each([
    ['Gateway | Policies | Edit', 'Gateway | Policies | Edit', undefined],
    ['Gateway | Policies | Read (to read the policy)', 'Gateway | Policies | Read', 'to read the policy'],
    [
      'Services | Directory Sync | Read (API 1.0: Directories | Groups | Read)',
      'Services | Directory Sync | Read',
      'API 1.0: Directories | Groups | Read',
    ],
    [
      'Security Events and Data Retrieval | Threat and Security Events (SIEM) | Read',
      'Security Events and Data Retrieval | Threat and Security Events (SIEM) | Read',
      undefined,
    ],
    ['Archive | Search Content View', 'Archive | Search Content View', undefined],
    ['', '', undefined],
  ])('%j has its name apart from its note', (written, permission, note) => {
    expect(splitPermission(written)).toEqual({ permission, ...(note !== undefined && { note }) })
  })

  test('is one line of the role, whatever its notes', () => {
    const role = leastRole([
      { permission: 'B | Read (to look)', actions: ['one'] },
      { permission: 'A | Edit', actions: ['one', 'two'] },
      { permission: 'B | Read', actions: ['two'] },
    ])
    expect(role).toEqual([
      { permission: 'A | Edit', held: 'unknown', needed_by: [{ action: 'one' }, { action: 'two' }] },
      {
        permission: 'B | Read',
        held: 'unknown',
        needed_by: [{ action: 'one', note: 'to look' }, { action: 'two' }],
      },
    ])
  })
})

/** The report for credentials of a tenant, as `soar doctor --role` makes it. */
async function examineRole(tenant: MimecastTenant, config: Bag, ...actions: string[]): Promise<Report> {
  const { integration } = tenant
  const source = { values: config }
  const subject = {
    sources: [{ source, nameOf: () => 'standard input' }],
    request: { action: integration.spec.check, config },
    config: [],
    env: {},
    names: {},
  }
  const needed = await neededPermissions(integration, actions)
  return examine(integration, async () => subject, needed, { role: true })
}

const held = ({ role = [] }: Report) =>
  Object.fromEntries(role.map(({ permission, held }: RolePermission) => [permission, held]))

describe('the role of credentials', () => {
  test('is tested with reads that need one permission; nothing is written', async () => {
    const tenant = await openMimecast()
    const { api2 } = tenant.simulator.config
    const report = await examineRole(tenant, api2, 'block-sender', 'block-url', 'list-audit-events')
    expect(report.ok).toBe(true)
    expect(held(report)).toEqual({
      'Account | Dashboard | Read': 'granted',
      'Account | Logs | Read': 'granted',
      'Gateway | Managed Senders | Edit': 'unknown',
      'Services | Targeted Threat Protection - URL Protect | Edit': 'granted',
    })
    expect(report.role?.find(({ permission }) => permission.includes('Managed'))).toEqual({
      permission: 'Gateway | Managed Senders | Edit',
      needed_by: [{ action: 'block-sender' }],
      held: 'unknown',
      why: 'no read needs it alone, and a write is never sent to test it',
    })
    const sent = tenant.simulator.requests.map(({ path }) => path)
    expect(sent.filter((path) => /create|delete|update|permit|block|release/.test(path))).toEqual([])
    expect(sent).toContain('/api/audit/get-audit-events')
  })

  test('fails with the permission that is missing, and names the actions that need it', async () => {
    const tenant = await openMimecast()
    tenant.simulator.fault({ path: AUDIT, status: 403 })
    const report = await examineRole(tenant, tenant.simulator.config.api2, 'list-audit-events', 'block-url')
    expect(report.ok).toBe(false)
    expect(report.steps.at(-1)).toEqual({
      step: 'permission',
      level: 'failed',
      ok: false,
      detail:
        'Account | Logs | Read is missing: list-audit-events was refused. It is needed by list-audit-events.',
      remedy: 'Add it to the role of the credentials, or use credentials with another role.',
      data: { permission: 'Account | Logs | Read', tested_with: 'list-audit-events' },
    })
    expect(held(report)).toMatchObject({
      'Account | Logs | Read': 'missing',
      'Account | Dashboard | Read': 'granted',
    })
  })

  test('stays unknown when a read fails for another reason', async () => {
    const tenant = await openMimecast()
    tenant.simulator.fault({ path: AUDIT, status: 404, body: {} })
    const report = await examineRole(tenant, tenant.simulator.config.api2, 'list-audit-events')
    expect(held(report)).toEqual({ 'Account | Logs | Read': 'unknown' })
    expect(report.role?.[0]?.why).toMatch(/\([A-Z_]+\)$/)
    expect(report.ok).toBe(true)
  })

  test('is not tested with credentials that are refused', async () => {
    const tenant = await openMimecast()
    const config = { ...tenant.simulator.config.api2, client_secret: 'canary-55' }
    const report = await examineRole(tenant, config, 'list-audit-events')
    expect([report.ok, held(report)]).toEqual([false, { 'Account | Logs | Read': 'unknown' }])
    expect(tenant.bodies(AUDIT)).toEqual([])
    expect(JSON.stringify(report)).not.toContain('canary-55')
  })
})

test('soar doctor --role lists the role without a connection, in the words of the console', async () => {
  const { code, stdout } = await cli(['doctor', '--role', 'permit-url', 'block-sender'], { root: repository })
  expect(code).toBe(0)
  expect(stdout).toBe(
    [
      '-      configuration  nothing is configured, so no permission was tested',
      '',
      'The role needs:',
      'Account | Dashboard',
      '  [ ] Read: permit-url (to decode a rewritten link)',
      'Gateway | Managed Senders',
      '  [ ] Edit: block-sender',
      'Services | Targeted Threat Protection - URL Protect',
      '  [ ] Edit: permit-url',
      '',
    ].join('\n'),
  )
})

test('the checklist shows what is granted, what is missing and what was not tested', () => {
  const needed_by = [{ action: 'one', note: 'to look' }]
  expect(
    roleLines([
      { permission: 'A | B | Edit', needed_by, held: 'granted', tested_with: 'look' },
      { permission: 'A | B | Read', needed_by, held: 'missing', tested_with: 'look' },
      { permission: 'C', needed_by: [{ action: 'two' }], held: 'unknown', why: 'no read needs it alone' },
    ]),
  ).toEqual([
    'A | B',
    '  [x] Edit: one (to look)',
    '  [ ] Read: one (to look)',
    '      missing: look was refused',
    '',
    '  [?] C: two',
    '      not tested: no read needs it alone',
  ])
})
