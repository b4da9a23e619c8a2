/** Every write is done and undone on the simulator, and the tenant is compared with what it was before. */
import { describe, expect, test } from 'vitest'
import type { Json } from '../../runtime/contract/json.ts'
import type { Result } from '../../runtime/contract/result.ts'
import { actionText } from '../../runtime/integration/texts.ts'
import { integrationOfMimecast, type MimecastTenant, openMimecast } from '../support/mimecast.ts'

/** One way to do and undo a write. */
interface Case {
  /** Default: those of the example; or from the tenant. */
  parameters?: Record<string, unknown> | ((tenant: MimecastTenant) => Record<string, unknown>)
  /** Brings the tenant into a state that can be compared. */
  prepare?: (tenant: MimecastTenant) => unknown
  generation?: '1.0'
}

/** The simulator fills a table when it is first used: a read of the area does that before the comparison. */
const READS: Readonly<Record<string, readonly string[]>> = {
  'address-alteration': [
    'get-address-alteration-set',
    'list-address-alteration-definitions',
    'list-address-alteration-policies',
  ],
  'anti-spoofing': ['list-anti-spoofing-bypass-policies'],
  'file-hashes': ['get-file-hash-quota'],
  'web-security': ['get-web-security-policy'],
}

const policyOf = ({ simulator }: MimecastTenant) => [...simulator.state.policies.values()]

/** Creates a blocked sender policy with limits and times, and returns its id. */
async function limitedPolicy({ run }: MimecastTenant): Promise<Record<string, unknown>> {
  const created = await run('create-policy', {
    option: 'block_sender',
    policy: {
      description: 'Limited',
      fromPart: 'both',
      from: { type: 'email_domain', emailDomain: 'bulk.example.net' },
      to: { type: 'internal_addresses' },
      comment: 'ticket 4411',
      enforced: true,
      fromDate: '2026-03-09T08:00:00+0000',
      fromEternal: false,
      conditions: { sourceIPs: ['192.0.2.0/24'] },
    },
  })
  return { policy_id: (created.json_result as { id: string }).id }
}

const LIMITED = {
  parameters: (tenant: MimecastTenant) => ({ policy_id: policyOf(tenant).at(-1)?.id }),
  prepare: limitedPolicy,
}

/** A case for the policy that `limitedPolicy` made, with further parameters. */
const limited = (more: Record<string, unknown>, generation?: '1.0'): Case => ({
  ...LIMITED,
  parameters: (tenant) => ({ ...LIMITED.parameters(tenant), ...more }),
  ...(generation && { generation }),
})

const rows = async ({ run }: MimecastTenant, action: string): Promise<Record<string, Json>[]> =>
  (await run(action)).json_result as Record<string, Json>[]

/** The rows of a table of the simulator. */
const table = ({ simulator }: MimecastTenant, name: string) => [
  ...(simulator.state.tables.get(name)?.values() ?? []),
]

const BYPASS = {
  description: 'Bypass',
  sender_type: 'Email Domain',
  sender: 'bulk.example.net',
  spf_domains: 'bulk.example.net',
  source_ips: '192.0.2.0/24',
  hostnames: 'mail.bulk.example.net',
  enforced: true,
  bidirectional: true,
  comment: 'ticket 4411',
  start_time: '2026-03-09T08:00:00Z',
  end_time: '2026-04-09T08:00:00Z',
}

const lastBypass = (more: Record<string, unknown>): Case => ({
  prepare: ({ run }) => run('create-anti-spoofing-bypass-policy', BYPASS),
  parameters: (tenant) => ({ policy_id: table(tenant, 'bypasses').at(-1)?.id, ...more }),
})

const alterations = (at: number, more: Record<string, unknown> = {}): Case => ({
  prepare: ({ run }) => run('list-address-alteration-policies'),
  parameters: (tenant) => ({ policy_id: table(tenant, 'alteration-policies')[at]?.id, ...more }),
})

const webPolicy = (more: Record<string, unknown> = {}): Case => ({
  prepare: ({ run }) =>
    run('create-web-security-policy', {
      description: 'Entries',
      block: 'a.example.net, b.example.net/verify',
      allow: 'c.example.net',
      scope: [
        {
          description: 'Entries',
          from: { type: 'email_domain', emailDomain: 'example.com' },
          to: { type: 'everyone' },
        },
      ],
    }),
  parameters: (tenant) => ({ policy_id: table(tenant, 'web-policies').at(-1)?.id, ...more }),
})

const MEMBER = { email_address: 'mallory@evil.example' }
const group = ({ simulator }: MimecastTenant, name: string) =>
  [...simulator.state.groups.values()].find(({ description }) => description === name)?.id
const withMember: Case = {
  prepare: async (tenant) => {
    await tenant.run('create-group', { name: 'Undone' })
    await tenant.run('add-group-member', { id: group(tenant, 'Undone'), ...MEMBER, notes: 'ticket 4411' })
  },
  parameters: (tenant) => ({ id: group(tenant, 'Undone'), ...MEMBER }),
}

const entry = (more: Record<string, unknown>): Case => ({
  prepare: ({ run }) => run('create-managed-url', { url: 'http://a.example.net:8080/x?y=1', ...more }),
  parameters: ({ simulator }) => ({ id: [...simulator.state.managed_urls.values()].at(-1)?.id }),
})

const locked = (action: string): Case => ({
  // Mimecast returns no state of a user, so the test starts from a known one.
  prepare: ({ run }) =>
    run(action, {
      email_address: 'dana@example.com',
      [`${action === 'lock-user' ? 'block' : 'allow'}_pop_and_smtp`]: true,
    }),
})

/** Every write that can be undone, with the ways in which it is. */
const CASES: Readonly<Record<string, Readonly<Record<string, Case>>>> = {
  'add-group-member': { 'its example': {} },
  'block-file-hashes': { 'its example': {} },
  'block-url': { 'its example': {} },
  'create-address-alteration-definition': { 'its example': {} },
  'create-address-alteration-policy': { 'its example': {} },
  'create-anti-spoofing-bypass-policy': { 'its example': {}, 'with every field': { parameters: BYPASS } },
  'create-block-sender-policy': { 'its example': {}, 'with API 1.0': { generation: '1.0' } },
  'create-group': { 'its example': {} },
  'create-managed-url': { 'its example': {} },
  'create-policy': { 'its example': {} },
  'create-web-security-policy': { 'its example': {} },
  'delete-address-alteration-definition': {
    'in the root': {},
    'in another set': {
      prepare: async (tenant) => {
        const sets = await rows(tenant, 'get-address-alteration-set')
        await tenant.run('create-address-alteration-definition', {
          set_id: sets.at(-1)?.id,
          original_address: 'old@example.com',
          new_address: 'new@example.com',
          routing: 'outbound',
        })
      },
      parameters: (tenant) => ({ definition_id: table(tenant, 'alterations').at(-1)?.id }),
    },
  },
  'delete-address-alteration-policy': {
    'with a domain': alterations(0),
    'with a group': alterations(1),
  },
  'delete-anti-spoofing-bypass-policy': { 'of the samples': {}, 'with every field': lastBypass({}) },
  'delete-block-sender-policy': {
    'of the samples': {},
    'with limits and times': LIMITED,
    'with API 1.0': { ...LIMITED, generation: '1.0' },
  },
  'delete-group': { 'its example': {} },
  'delete-managed-url': {
    'its example': {},
    'a blocked domain': entry({ action: 'block', match_type: 'domain', comment: 'ticket 4411' }),
    'a permitted URL with its switches': entry({
      action: 'permit',
      disable_log_click: true,
      disable_rewrite: true,
      disable_user_awareness: true,
    }),
  },
  'lock-user': { 'its example': locked('unlock-user') },
  'permit-file-hashes': { 'its example': {} },
  'permit-url': { 'its example': {} },
  'remove-group-member': { 'with its notes': withMember },
  'unlock-user': {
    'its example': {
      ...locked('lock-user'),
      parameters: { email_address: 'dana@example.com', allow_pop_and_smtp: true },
    },
  },
  'update-address-alteration-policy': {
    'its example': {},
    everything: alterations(0, {
      enabled: false,
      description: 'Other',
      extracted_data: 'Both',
      bidirectional: true,
      override: true,
      start_time: '2026-03-09T08:00:00Z',
      end_time: '2026-04-09T08:00:00Z',
    }),
  },
  'update-anti-spoofing-bypass-policy': {
    'its example': {},
    everything: lastBypass({
      enabled: false,
      description: 'Other',
      response: 'Disable Bypass',
      extracted_data: 'From Headers',
      bidirectional: false,
      override: true,
      clear: 'start_time, end_time, source_ips, spf_domains',
    }),
  },
  'update-block-sender-policy': {
    'its example': {},
    ...Object.fromEntries(
      (['2.0', '1.0'] as const).flatMap((api) => {
        const generation = api === '1.0' ? api : undefined
        return [
          [
            `everything, with API ${api}`,
            limited(
              {
                enabled: false,
                description: 'Other',
                response: 'No Action',
                extracted_data: 'From Headers',
                start_time: '2026-03-10T08:00:00Z',
                end_time: '2026-04-09T08:00:00Z',
                bidirectional: true,
                override: true,
                source_ips: '198.51.100.0/24',
              },
              generation,
            ),
          ],
          [`what is cleared, with API ${api}`, limited({ clear: ['start_time', 'source_ips'] }, generation)],
        ]
      }),
    ),
  },
  'update-group': { 'its name': {} },
  'update-web-security-policy': {
    'its example': {},
    everything: webPolicy({
      block: 'c.example.net, d.example.net',
      remove: 'a.example.net',
      description: 'Other',
    }),
  },
  'delete-web-security-policy': { 'of the samples': {}, 'with a scope': webPolicy() },
}

/** Fields that Mimecast assigns, with the reason why they differ. */
const ASSIGNED: Readonly<Record<string, string>> = {
  id: 'an object that is created again gets a new id',
  createTime: 'an object that is created again has a new time of creation',
  lastUpdated: 'every write sets it',
  order: 'the simulator counts what it creates',
  batch: 'the batch of a hash is assigned',
}

/** What an update leaves as it is: no object is created again. */
const KEPT_BY_UPDATES = ['id', 'createTime', 'order']

/** An update that creates parts of its object again. */
const CREATES_PARTS: Readonly<Record<string, string>> = {
  'update-web-security-policy': 'an entry that is added again gets a new id',
}

/** Parts of the tenant that keep a trace of a write by their nature. */
const TRACES: Readonly<Record<string, string>> = {
  batches: 'Mimecast keeps a batch for each operation on hashes, also for the one that takes it back',
}

/** The tenant as data, without what the write lets Mimecast assign. Lists are sorted: what is created again comes last. */
function stateOf({ simulator }: MimecastTenant, id: string): Json {
  const { tables, heldIds, ...rest } = simulator.state
  const isUpdate = id.startsWith('update-') && !Object.hasOwn(CREATES_PARTS, id)
  const left = Object.keys(ASSIGNED).filter((name) => !isUpdate || !KEPT_BY_UPDATES.includes(name))
  const kept = [...tables].filter(([name, rows]) => rows.size > 0 && !Object.hasOwn(TRACES, name))
  return plain({ ...rest, held: heldIds(), tables: Object.fromEntries(kept) }, left)
}

function plain(value: unknown, left: readonly string[]): Json {
  if (value instanceof Map) return plain([...value.values()], left)
  if (Array.isArray(value))
    return value
      .map((one) => plain(one, left))
      .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  if (typeof value !== 'object' || value === null) return value as Json
  const entries = Object.entries(value).filter(([name]) => !left.includes(name))
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, part]) => [name, plain(part, left)]),
  )
}

const integration = await integrationOfMimecast()
const actions = await Promise.all((await integration.ids()).map((id) => integration.action(id)))
const writes = actions.filter(({ manifest }) => manifest.effect !== 'read')

/** Reads the area of an action. */
async function fillTables(tenant: MimecastTenant, id: string): Promise<void> {
  const { area = '' } = await integration.action(id)
  for (const read of READS[area] ?? [])
    await tenant.run(read, (await integration.action(read)).manifest.example.parameters)
}

async function open(
  id: string,
  one: Case,
): Promise<{ tenant: MimecastTenant; parameters: Record<string, unknown> }> {
  const tenant = await openMimecast(one.generation ? { generation: one.generation } : {})
  const { manifest } = await integration.action(id)
  await fillTables(tenant, id)
  const prepared = (await one.prepare?.(tenant)) as Partial<Result> | undefined
  expect(prepared?.error).toBeUndefined()
  const parameters =
    typeof one.parameters === 'function'
      ? one.parameters(tenant)
      : (one.parameters ?? manifest.example.parameters)
  return { tenant, parameters }
}

describe('every write that can be undone leaves the tenant as it was', () => {
  test('each of them is done and undone below', () => {
    const undoable = writes.flatMap(({ id, manifest }) => (manifest.undo?.action === undefined ? [] : [id]))
    expect(Object.keys(CASES).sort()).toEqual(undoable.sort())
  })

  const all = Object.entries(CASES).flatMap(([id, cases]) =>
    Object.entries(cases).map(([name, one]) => [id, name, one] as const),
  )
  test.each(all)('%s, %s', async (id, _, one) => {
    const { tenant, parameters } = await open(id, one)
    const before = stateOf(tenant, id)
    const done = await tenant.run(id, parameters)
    expect(done.error).toBeUndefined()
    expect(done.undo).toBeDefined()
    expect(stateOf(tenant, id)).not.toEqual(before)
    const { action = '', parameters: given = {} } = done.undo ?? {}
    const undone = await tenant.run(action, given)
    expect(undone.error).toBeUndefined()
    expect(stateOf(tenant, id)).toEqual(before)
  })
})

/** Writes that find their work done already: nothing is changed. */
const UNCHANGED: Readonly<Record<string, (tenant: MimecastTenant) => Promise<Record<string, unknown>>>> = {
  'create-managed-url': again('create-managed-url', { url: 'https://a.example.net/', action: 'block' }),
  'block-url': again('block-url', { url: 'https://a.example.net/' }),
  'permit-url': again('permit-url', { url: 'https://a.example.net/' }),
  'create-group': again('create-group', { name: 'Undone' }),
  'add-group-member': async (tenant) => {
    await withMember.prepare?.(tenant)
    return { id: group(tenant, 'Undone'), ...MEMBER }
  },
  'remove-group-member': async (tenant) => {
    await tenant.run('create-group', { name: 'Undone' })
    return { id: group(tenant, 'Undone'), ...MEMBER }
  },
  'update-group': async (tenant) => {
    await tenant.run('create-group', { name: 'Undone' })
    return { id: group(tenant, 'Undone'), name: 'Undone' }
  },
  'update-block-sender-policy': async (tenant) => ({
    ...(await limitedPolicy(tenant)),
    description: 'Limited',
  }),
  'delete-managed-url': async () => ({ url: 'https://none.example.net/' }),
  'delete-block-sender-policy': async () => ({ policy_id: 'none' }),
  'delete-anti-spoofing-bypass-policy': async () => ({ policy_id: 'none' }),
  'delete-address-alteration-policy': async () => ({ policy_id: 'none' }),
  'delete-web-security-policy': async () => ({ policy_id: 'none' }),
}

function again(action: string, parameters: Record<string, unknown>) {
  return async ({ run }: MimecastTenant): Promise<Record<string, unknown>> => {
    await run(action, parameters)
    return parameters
  }
}

test.each(Object.entries(UNCHANGED))('%s has no undo if it changed nothing', async (id, prepare) => {
  const tenant = await openMimecast()
  await fillTables(tenant, id)
  const parameters = await prepare(tenant)
  const before = stateOf(tenant, id)
  const result = await tenant.run(id, parameters)
  expect(result.error).toBeUndefined()
  expect(stateOf(tenant, id)).toEqual(before)
  expect(result).not.toHaveProperty('undo')
})

describe.each(['en', 'fr', 'ja'])('a write without a way back says so before, in %s', (locale) => {
  const final = writes.filter(({ manifest }) => manifest.undo?.action === undefined)
  test.each(final.map(({ id }) => id))('%s', async (id) => {
    const tenant = await openMimecast()
    const action = await integration.action(id)
    const { parameters, context } = action.manifest.example
    const more = { locale, context, dry_run: true }
    const { dry_run, output_message } = await tenant.run(id, parameters, more, { experimental: true })
    const { no_undo: reason = '' } = await actionText(integration, action, locale)
    expect(reason).not.toBe('')
    expect(reason === action.manifest.undo?.none).toBe(locale === 'en')
    expect(dry_run?.undo).toEqual({ none: reason })
    expect(output_message).toContain(reason)
  })
})

test('a dry run of any other write names the action that would undo it', async () => {
  const { run } = await openMimecast()
  const { dry_run } = await run('block-url', { url: 'https://a.example.net/' }, { dry_run: true })
  expect(dry_run?.undo).toEqual({ action: 'delete-managed-url' })
})

test('a deletion that no action can take back warns, and has no undo', async () => {
  const tenant = await openMimecast()
  const [bypass] = await rows(tenant, 'list-anti-spoofing-bypass-policies')
  const from = { type: 'address_attribute_value', attribute: { value: 'partner' } }
  const stored = { id: bypass?.id, option: 'enable_bypass', policy: { description: 'Partners', from } }
  tenant.simulator.fault({
    path: '/api/policy/antispoofing-bypass/get-policy',
    body: { meta: { status: 200 }, data: [stored], fail: [] },
  })
  const deleted = await tenant.run('delete-anti-spoofing-bypass-policy', { policy_id: bypass?.id })
  expect(deleted.error).toBeUndefined()
  expect(deleted).not.toHaveProperty('undo')
  expect(deleted.warnings?.join()).toContain('cannot be undone')
})
