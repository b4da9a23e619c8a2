import { describe, expect, test } from 'vitest'
import { arrivalOf } from '../../../testing/own/moments.ts'
import { GENERATIONS, STORY_END } from '../../support/mimecast.ts'
import { serve } from '../../support/wire.ts'
import {
  DETAIL,
  DOMAIN,
  FILE,
  HOLD_LIST,
  INFO,
  idOf,
  openTenant,
  SEARCH,
} from './message-tracking/support.ts'

const three = [
  { name: 'first', minutes_ago: 30 },
  { name: 'second', minutes_ago: 20 },
  { name: 'third', minutes_ago: 10 },
]
const ids = (...names: string[]) => names.map(idOf)
/** Searches are sent at the same time: which comes first is chance. */
const inOrder = (bodies: unknown[]) =>
  bodies.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))

describe('what is refused before a request', () => {
  test.each([
    ['no domain', { domains: ' , ' }, '"Domains" is required'],
    ...[
      '*.example.com',
      'https://example.com',
      'user@example.com',
      'example',
      'a.test b.test',
      'a.test/x',
    ].map((domains): [string, Record<string, unknown>, string] => [
      `the domain ${domains}`,
      { domains: `corp.test, ${domains}` },
      '"Domains.1" must be a domain such as example.com',
    ]),
    [
      'a domain with an invisible character',
      { domains: 'exam\u00adple.com' },
      '"Domains.0" contains an invisible character, U+00AD SOFT HYPHEN, at position 5',
    ],
    [
      'statuses of which none is known',
      { status_filter: 'open,closed' },
      '"Status Filter" must contain at least one of',
    ],
    [
      'routes of which none is known',
      { route_filter: 'sideways' },
      '"Route Filter" must contain at least one of',
    ],
    ['a run that may fetch nothing', { max_messages_to_return: 0 }, 'must not be 0'],
    [
      'a pattern that cannot mean here what it means in Python',
      { environment_field_name: 'subject', environment_regex_pattern: '(?x)a b' },
      '"Environment Regex Pattern" has the flag "x"',
    ],
    [
      'a pattern that takes for ever on a mail that was made for it',
      { environment_field_name: 'subject', environment_regex_pattern: '(a+)+b' },
      '"Environment Regex Pattern" can take very long on long texts',
    ],
    ['a tenth of a message', { max_messages_to_return: '1.5' }, 'must be a whole number'],
  ])('%s', async (_what, parameters, words) => {
    const { attempt, simulator } = await openTenant()
    const result = await attempt(parameters)
    expect(result.error?.code).toBe('PARAMETER_INVALID')
    expect(result.output_message).toContain(words)
    expect(simulator.counters.total).toBe(0)
  })

  test.each([
    [7],
    ['text'],
    [[1]],
    [{ ids: 'a,b' }],
    [{ timestamp: 'yesterday' }],
    [{ from: 'x' }],
    [{ version: 2 }],
    [{ seen: { a: 'x' } }],
    [{ tries: { a: [1] } }],
  ])('the state %j, which is none of this connector', async (state) => {
    const { attempt, simulator } = await openTenant()
    const result = await attempt({}, state)
    expect(result.error?.code).toBe('REQUEST_INVALID')
    expect(result.output_message).toContain('does not belong to this connector')
    expect(simulator.counters.total).toBe(0)
  })
})

describe('what is asked of Mimecast', () => {
  test.each(GENERATIONS)('with API %s', async (generation) => {
    const { bodies, connect, receive, simulator } = await openTenant({ generation })
    const attachments = [{ filename: 'a.pdf', size: 100 }]
    const [tracking] = receive({ name: 'one', minutes_ago: 10, attachments })
    await connect({ route_filter: 'inbound, INTERNAL' })
    const page = { pagination: { pageSize: 100 } }
    const span = { start: '2026-03-10T09:30:00+0000', end: '2026-03-10T10:30:00+0000' }
    const filter = { status: ['held'], route: ['inbound', 'internal'] }
    expect(inOrder(bodies(SEARCH))).toEqual([
      { meta: page, data: [{ ...span, ...filter, advancedTrackAndTraceOptions: { from: DOMAIN } }] },
      { meta: page, data: [{ ...span, ...filter, advancedTrackAndTraceOptions: { to: DOMAIN } }] },
    ])
    expect(bodies(INFO)).toEqual([{ data: [{ id: tracking, loadContent: 'true' }] }])
    // Held four seconds after 10:20, when it was received: five minutes before to fifteen after.
    const around = { start: '2026-03-10T10:15:00+0000', end: '2026-03-10T10:35:04+0000' }
    const searchBy = { fieldName: 'recipient', value: `user@${DOMAIN}` }
    expect(bodies(HOLD_LIST)).toEqual([{ meta: page, data: [{ admin: true, ...around, searchBy }] }])
    expect([bodies(DETAIL), bodies(FILE)]).toMatchObject([
      [{ data: [{ id: expect.any(String) }] }],
      [{ data: [{}] }],
    ])
    const tokens = generation === '2.0' ? 1 : 0
    expect(simulator.counters.paths.get('/oauth/token') ?? 0).toBe(tokens)
  })

  test('every domain is searched both ways, blanks and repetitions are not; no filter means no field', async () => {
    const { bodies, connect } = await openTenant()
    await connect({ domains: 'a.test, ,b.test,a.test', status_filter: 'all' })
    const items = inOrder(bodies(SEARCH)).map((body) => (body as { data: object[] }).data[0])
    expect(items).toMatchObject([
      { advancedTrackAndTraceOptions: { from: 'a.test' } },
      { advancedTrackAndTraceOptions: { from: 'b.test' } },
      { advancedTrackAndTraceOptions: { to: 'a.test' } },
      { advancedTrackAndTraceOptions: { to: 'b.test' } },
    ])
    for (const item of items) expect(item).not.toHaveProperty('status')
    for (const item of items) expect(item).not.toHaveProperty('route')
  })

  test.each(['@corp.test', 'corp.test.', ' corp.test ; @corp.test.', '["@corp.test"]'])(
    'the domain %j is searched as corp.test',
    async (domains) => {
      const { bodies, connect, receive } = await openTenant()
      receive({ name: 'one', minutes_ago: 10 })
      expect((await connect({ domains })).tickets).toEqual([idOf('one')])
      expect(bodies(SEARCH)).toHaveLength(2)
    },
  )

  test('details are asked for once: of mail that was handled before no more', async () => {
    const { bodies, connect, pass, receive } = await openTenant()
    receive(...three)
    const { state } = await connect()
    pass(5)
    const again = await connect({}, state)
    expect(again).toMatchObject({ tickets: [], counts: { found: 3, known: 3 } })
    expect(bodies(INFO)).toHaveLength(3)
  })
})

describe('nothing is lost', () => {
  test('a message that cannot be read does not stop the others, and comes with the next run', async () => {
    const { connect, pass, receive, simulator } = await openTenant()
    const [, second] = receive(...three)
    simulator.fault({ path: INFO, after: 1, times: 1, fail_shape: 1 })
    const run = await connect({ concurrency: 1 })
    expect(run.tickets).toEqual(ids('first', 'third'))
    expect(run.failed).toEqual([
      { id: second, reason: expect.stringContaining('Field cannot be blank'), tries: 1, given_up: false },
    ])
    expect(run.result.output_message).toContain('1 could not be read')
    expect(run.state.ids).toEqual(ids('first', 'third'))
    pass(90)
    const next = await connect({}, run.state)
    expect([next.tickets, next.failed]).toEqual([ids('second'), []])
  })

  test('a message that stays unreadable comes without details in the end, and only once', async () => {
    const { connect, pass, receive, simulator } = await openTenant()
    const [tracking = ''] = receive({ name: 'bad', minutes_ago: 20 })
    simulator.fault({ path: INFO, fail_shape: 1 })
    let state: unknown = null
    const tries: unknown[] = []
    for (let run = 1; run <= 4; run++) {
      const ran = await connect({ max_tries: 3 }, state)
      tries.push([ran.failed[0]?.tries, ran.failed[0]?.given_up, ran.tickets])
      state = ran.state
      pass(5)
    }
    expect(tries).toEqual([
      [1, false, []],
      [2, false, []],
      [3, true, [tracking]],
      [undefined, undefined, []],
    ])
  })

  test('an alert without details says so and tells what the search told', async () => {
    const { connect, receive, simulator } = await openTenant()
    receive({ name: 'bad', minutes_ago: 20 })
    simulator.fault({ path: INFO, fail_shape: 1 })
    const { alerts } = await connect({ max_tries: 1 })
    expect(alerts).toMatchObject([
      {
        name: 'Held Message',
        rule_generator: 'Mimecast Email',
        priority: -1,
        start_time: STORY_END - 20 * 60_000,
        extensions: { details_missing: expect.stringContaining('Field cannot be blank') },
        events: [{ event_type: 'Message', subject: 'Subject of bad', to_1_emailAddress: `user@${DOMAIN}` }],
      },
    ])
  })

  test('when no message can be read because Mimecast is in trouble, the run fails and nothing is counted against them', async () => {
    const { attempt, connect, receive, simulator } = await openTenant()
    receive(...three)
    simulator.fault({ path: INFO, status: 503 })
    const failed = await attempt()
    expect(failed.error).toMatchObject({ code: 'VENDOR_UNAVAILABLE', retryable: true })
    expect(failed.state).toBeUndefined()
    simulator.clearFaults()
    expect((await connect()).tickets).toEqual(ids('first', 'second', 'third'))
  })

  test('a failed search fails the run: half of the mail is no result', async () => {
    const { attempt, receive, simulator } = await openTenant()
    receive(...three)
    simulator.fault({ path: SEARCH, after: 1, fail_shape: 9 })
    const result = await attempt()
    expect([result.error?.code, result.state]).toEqual(['VENDOR_REJECTED', undefined])
  })

  test('a missing permission is named', async () => {
    const { attempt, simulator } = await openTenant()
    simulator.fault({ path: SEARCH, status: 403 })
    expect((await attempt()).output_message).toContain('needs the permission Gateway | Tracking | Read')
  })

  test('an outage longer than Max Hours Backwards: that counts for the first run alone', async () => {
    const { connect, pass, receive } = await openTenant()
    receive({ name: 'old', minutes_ago: 70 }, { name: 'recent', minutes_ago: 50 })
    const first = await connect({ max_hours_backwards: 1 })
    expect(first.tickets).toEqual(ids('recent'))
    pass(48 * 60)
    receive(
      { name: 'at once', minutes_ago: 47 * 60 },
      { name: 'in between', minutes_ago: 20 * 60 },
      { name: 'last', minutes_ago: 5 },
    )
    const next = await connect({ max_hours_backwards: 1 }, first.state)
    expect(next.tickets).toEqual(ids('at once', 'in between', 'last'))
    expect(next.result.warnings).toBeUndefined()
  })

  test('a gap that Mimecast no longer tracks is a warning, not a refusal', async () => {
    const { connect, pass, receive } = await openTenant()
    const { state } = await connect()
    pass(40 * 24 * 60)
    receive({ name: 'one', minutes_ago: 29 * 24 * 60 })
    const next = await connect({}, state)
    expect(next.tickets).toEqual(ids('one'))
    expect(next.result.warnings).toEqual([
      expect.stringMatching(
        /before 2026-03-20T11:30:00\+0000 .*between 2026-03-10T09:30:00\+0000 and then is missing/,
      ),
    ])
  })

  test('a first run of 30 days is shortened by an hour, which Mimecast would refuse otherwise', async () => {
    const { connect, receive } = await openTenant()
    receive({ name: 'one', minutes_ago: 29 * 24 * 60 })
    const run = await connect({ max_hours_backwards: 720 })
    expect([run.tickets, run.window.from]).toEqual([ids('one'), '2026-02-08T11:30:00+0000'])
  })

  test('mail that shows up later than it was received is found by going back; what was handed out is not repeated', async () => {
    const { connect, pass, receive } = await openTenant()
    receive(...three)
    const first = await connect({ overlap_minutes: 60 })
    pass(15)
    receive({ name: 'held later', minutes_ago: 40 })
    const second = await connect({ overlap_minutes: 60 }, first.state)
    expect([first.tickets.length, second.tickets]).toEqual([3, ids('held later')])
  })

  test('mail that waits in another state is looked at again once it is held', async () => {
    const { connect, pass, receive, simulator } = await openTenant()
    const [tracking] = receive({ name: 'one', status: 'accepted', minutes_ago: 10 })
    const parameters = { status_filter: 'all', queue_reason_filter: 'fraud alert' }
    const first = await connect(parameters)
    expect([first.tickets, first.skipped]).toEqual([
      [],
      [{ id: tracking, reason: 'It has no queue reason.' }],
    ])
    pass(5)
    const [held] = receive({ name: 'one', minutes_ago: 15 })
    // The tenant knows the mail under its old id still, now as held.
    const row = {
      id: tracking,
      status: 'held',
      received: '2026-03-10T10:20:00+0000',
      subject: 'Subject of one',
    }
    simulator.fault({
      path: SEARCH,
      times: 1,
      body: { meta: { status: 200 }, data: [{ trackedEmails: [row] }], fail: [] },
    })
    simulator.fault({ path: SEARCH, times: 1, body: { meta: { status: 200 }, data: [], fail: [] } })
    const info = { id: tracking, status: 'held', queueInfo: { id: 'q', reason: 'Fraud Alert' } }
    simulator.fault({ path: INFO, times: 1, body: { meta: { status: 200 }, data: [info], fail: [] } })
    expect(held).not.toBe(tracking)
    expect((await connect(parameters, first.state)).tickets).toEqual(['q'])
  })

  test('too many requests in the middle are waited for', async () => {
    const { connect, receive, simulator } = await openTenant()
    receive(...three)
    simulator.fault({ path: INFO, after: 1, times: 2, rate_limited_ms: 5 })
    expect((await connect()).tickets).toEqual(ids('first', 'second', 'third'))
  })

  test('too many requests for longer end the run with what it has; the next one goes on', async () => {
    const { connect, receive, simulator } = await openTenant()
    receive(...three)
    simulator.fault({ path: INFO, after: 1, rate_limited_ms: 600_000 })
    const run = await connect({ concurrency: 1 })
    expect([run.tickets, run.failed]).toEqual([ids('first'), []])
    expect(run.result.warnings).toEqual([expect.stringContaining('The run ended early')])
    simulator.clearFaults()
    expect((await connect({}, run.state)).tickets).toEqual(ids('second', 'third'))
  })

  test('a run that is stopped hands out what is complete', async () => {
    const { connect, receive, simulator } = await openTenant()
    receive(...three)
    simulator.fault({ path: INFO, after: 2, delay_ms: 600_000 })
    const stopping = new AbortController()
    const running = connect({ concurrency: 1 }, null, { signal: stopping.signal })
    await arrivalOf(simulator, 3, INFO)
    stopping.abort()
    const run = await running
    expect(run.tickets).toEqual(ids('first', 'second'))
    simulator.clearFaults()
    expect((await connect({}, run.state)).tickets).toEqual(ids('third'))
  })

  test('a run whose time ends before anything was read says so', async () => {
    const { attempt, receive, simulator } = await openTenant()
    receive(...three)
    simulator.fault({ path: SEARCH, delay_ms: 600_000 })
    const result = await attempt({ python_process_timeout: 1 })
    expect([result.error?.code, result.state]).toEqual(['TIMED_OUT', undefined])
    expect(result.output_message).toContain('Give the connector more time')
  })

  test.each(['paged', 'all', 'capped'] as const)(
    'a thousand messages are all found when Mimecast answers them %s, within the limit of each run',
    async (finder_rows) => {
      const { connect, simulator } = await openTenant({ switches: { finder_rows } })
      simulator.seed({ tracked: 1000, minutes: 55, domain: DOMAIN })
      const parameters = { status_filter: 'all', max_messages_to_return: 400, concurrency: 32 }
      const tickets: string[] = []
      const sizes: unknown[] = []
      let state: unknown = null
      let pending: boolean | undefined = true
      while (pending) {
        const run = await connect(parameters, state)
        tickets.push(...run.tickets)
        sizes.push([run.tickets.length, run.result.pending])
        state = run.state
        pending = run.result.pending
      }
      expect(sizes).toEqual([
        [400, true],
        [400, true],
        [200, undefined],
      ])
      expect(new Set(tickets).size).toBe(1000)
    },
  )

  test('the oldest come first, whatever the run', async () => {
    const { connect, receive } = await openTenant()
    receive(...[...three].reverse())
    const one = await connect({ max_messages_to_return: 2 })
    const two = await connect({ max_messages_to_return: 2 }, one.state)
    expect([one.tickets, one.result.pending, two.tickets, two.result.pending]).toEqual([
      ids('first', 'second'),
      true,
      ids('third'),
      undefined,
    ])
    expect([one.state.timestamp, two.state.timestamp]).toEqual(
      [20, 10].map((ago) => STORY_END - ago * 60_000),
    )
  })
})

describe('nothing comes twice', () => {
  test('one mail found by sender and by recipient, and one that has two rows', async () => {
    const { connect, receive } = await openTenant()
    receive(
      { name: 'inside', from: `boss@${DOMAIN}`, minutes_ago: 30 },
      { name: 'two rows', minutes_ago: 20 },
      { name: 'two rows', minutes_ago: 20, to: [`other@${DOMAIN}`] },
    )
    const run = await connect()
    expect([run.tickets, run.state.ids]).toEqual([ids('inside', 'two rows'), ids('inside', 'two rows')])
    expect(run.counts).toMatchObject({ found: 3, known: 1, alerts: 2 })
  })

  test('what the reference system handed out before this connector took over', async () => {
    const { connect, receive } = await openTenant()
    receive(...three)
    const timestamp = STORY_END - 20 * 60_000
    for (const state of [
      { ids: ids('first', 'second'), timestamp },
      { ids: JSON.stringify(ids('first', 'second')), timestamp: String(timestamp) },
    ]) {
      const run = await connect({}, state)
      expect(run.tickets).toEqual(ids('third'))
      expect(run.state).toMatchObject({
        ids: ids('first', 'second', 'third'),
        timestamp: STORY_END - 10 * 60_000,
      })
    }
  })

  test('the same message has the same ids whenever it comes', async () => {
    const { connect, receive } = await openTenant()
    receive(...three)
    const [one, two] = [await connect(), await connect()]
    expect(one.alerts).toEqual(two.alerts)
    expect(one.alerts[0]?.display_id).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    )
    expect(new Set(one.alerts.map((alert) => alert.display_id)).size).toBe(3)
  })

  test('keys of the state that are not ours stay in it', async () => {
    const { connect } = await openTenant()
    const { state } = await connect({}, { overflow_settings: { is_overflow_enabled: true } })
    expect(state).toMatchObject({ overflow_settings: { is_overflow_enabled: true } })
  })
})

describe('filters', () => {
  const risks = [
    { name: 'none', minutes_ago: 50 },
    { name: 'negligible', minutes_ago: 40, risk: 'negligible' as const },
    { name: 'low', minutes_ago: 30, risk: 'low' as const },
    { name: 'medium', minutes_ago: 20, risk: 'medium' as const },
    { name: 'high', minutes_ago: 10, risk: 'high' as const },
  ]
  test.each([
    [{}, ['none', 'negligible', 'low', 'medium', 'high']],
    [{ lowest_risk_to_fetch: 'Medium' }, ['none', 'medium', 'high']],
    [{ lowest_risk_to_fetch: 'MEDIUM', ingest_messages_without_risk: 'false' }, ['medium', 'high']],
    [{ ingest_messages_without_risk: 'false' }, ['none', 'negligible', 'low', 'medium', 'high']],
    [{ lowest_risk_to_fetch: 'enormous' }, ['none', 'negligible', 'low', 'medium', 'high']],
  ])('by risk: %j', async (parameters, expected) => {
    const { connect, receive } = await openTenant()
    receive(...risks)
    const run = await connect(parameters)
    expect(run.tickets).toEqual(ids(...expected))
    expect(run.skipped).toHaveLength(5 - expected.length)
    expect(run.state.ids).toHaveLength(5)
  })

  test('priorities follow the risk', async () => {
    const { connect, receive } = await openTenant()
    receive(...risks)
    expect((await connect()).alerts.map(({ priority }) => priority)).toEqual([-1, -1, 40, 60, 80])
  })

  test.each([
    [{ queue_reason_filter: 'FRAUD ALERT' }, ['fraud']],
    [{ queue_reason_filter: 'Spam' }, ['spam']],
    [{ queue_reason_filter: 'Fraud Alert, Spam' }, ['fraud', 'spam']],
    [{ queue_reason_filter: 'Fraud' }, []],
  ])('by queue reason: %j', async (parameters, expected) => {
    const { connect, receive } = await openTenant()
    receive({ name: 'fraud', minutes_ago: 20 }, { name: 'spam', minutes_ago: 10, policy: 'Spam' })
    expect((await connect(parameters)).tickets).toEqual(ids(...expected))
  })

  const info = 'Message Hold Applied - Content examination policy'
  test.each([
    [{ allow_list: [] }, 1],
    [{ allow_list: [info] }, 1],
    [{ allow_list: ['else', info] }, 1],
    [{ allow_list: ['else'] }, 0],
    [{ allow_list: [info.toLowerCase()] }, 0],
    [{ allow_list: [info], use_whitelist_as_a_blacklist: true }, 0],
    [{ allow_list: ['else'], use_whitelist_as_a_blacklist: true }, 1],
    [{ allow_list: [], use_whitelist_as_a_blacklist: true }, 1],
  ])('by the list of the platform: %j', async (parameters, alerts) => {
    const { connect, receive } = await openTenant()
    receive({ name: 'one', minutes_ago: 20 })
    const run = await connect(parameters)
    expect([run.counts.alerts, run.counts.skipped]).toEqual([alerts, 1 - alerts])
  })

  test('what is unknown in part is left out, and that is said', async () => {
    const { bodies, connect } = await openTenant()
    const { result } = await connect({
      status_filter: 'Held, gone',
      max_messages_to_return: -1,
      max_hours_backwards: -5,
    })
    expect(bodies(SEARCH)[0]).toMatchObject({
      data: [{ status: ['held'], start: '2026-03-10T09:30:00+0000' }],
    })
    expect(result.warnings).toEqual([
      expect.stringContaining('Ignored in Status Filter: gone'),
      'Max Messages To Return must not be negative; 100 is used.',
      'Max Hours Backwards must not be negative; 1 is used.',
    ])
  })
})

describe('held mail', () => {
  const files = [
    { filename: 'invoice.tar.gz', size: 300 },
    { filename: 'README', size: 200 },
  ]

  test('has no attachment from a host that is not allowed: it is named, and the host is not asked', async () => {
    const { connect, receive, simulator } = await openTenant()
    const wire = await serve((response) => response.end('credentials'))
    receive({ name: 'one', minutes_ago: 10, attachments: files.slice(0, 1) })
    const urls = [`${wire.url}/latest/meta-data/iam`]
    simulator.fault({ path: FILE, body: { meta: { status: 200 }, data: [{ urls }], fail: [] } })
    const { alerts } = await connect()
    expect([alerts[0]?.attachments, wire.seen]).toEqual([[], []])
    expect(alerts[0]?.extensions.attachments_missing).toBe(
      `invoice.tar.gz: the file is at ${wire.host}, which is not an allowed host. Allow it in File Hosts`,
    )
  })

  test('has its hold id and its attachments', async () => {
    const { connect, receive, simulator } = await openTenant()
    receive({ name: 'one', minutes_ago: 10, risk: 'high', attachments: files })
    const { alerts } = await connect()
    const held = simulator.requests.find(({ path }) => path === DETAIL)?.body as { data: [{ id: string }] }
    expect(alerts[0]?.events[0]).toMatchObject({
      holdMessageMetadataID: held.data[0].id,
      event_type: 'Message',
    })
    expect(alerts[0]?.attachments).toMatchObject([
      {
        name: 'invoice.tar',
        type: '.gz',
        orig_size: 300,
        size: 400,
        description: 'Original email attachment',
        identifier: null,
      },
      { name: 'README', type: '', orig_size: 200, size: 268 },
    ])
    expect(Buffer.from(alerts[0]?.attachments[0]?.base64_blob ?? '', 'base64')).toHaveLength(300)
    expect(alerts[0]?.extensions).toEqual({})
  })

  test.each([
    ['another subject', { subject: 'Subject of another' }],
    ['another sender', { from: { emailAddress: 'eve@sender.test' } }],
    ['another recipient', { to: { emailAddress: 'other@sender.test' } }],
    ['another time', { dateReceived: '2026-03-10T09:40:00+0000' }],
  ])('is not mistaken for the only message in the queue, of %s', async (_what, other) => {
    const { connect, receive, simulator } = await openTenant()
    receive({ name: 'one', minutes_ago: 10, risk: 'high', attachments: files })
    const row = {
      id: 'other',
      subject: 'Subject of one',
      from: { emailAddress: 'mallory@sender.test' },
      to: { emailAddress: `user@${DOMAIN}` },
      dateReceived: '2026-03-10T10:20:00+0000',
      ...other,
    }
    simulator.fault({ path: HOLD_LIST, body: { meta: { status: 200 }, data: [row], fail: [] } })
    const { alerts } = await connect()
    expect(alerts).toHaveLength(1)
    expect(alerts[0]?.events[0]).not.toHaveProperty('holdMessageMetadataID')
    expect([alerts[0]?.attachments, simulator.counters.paths.get(DETAIL)]).toEqual([[], undefined])
  })

  test('is found by its second recipient, too', async () => {
    const { bodies, connect, receive, simulator } = await openTenant()
    const [a, b] = [`a@${DOMAIN}`, `b@${DOMAIN}`]
    receive({ name: 'one', minutes_ago: 10, risk: 'high', to: [a, b] })
    simulator.fault({ path: HOLD_LIST, times: 1, body: { meta: { status: 200 }, data: [], fail: [] } })
    const { alerts } = await connect()
    expect(bodies(HOLD_LIST)).toMatchObject([a, b].map((value) => ({ data: [{ searchBy: { value } }] })))
    expect(alerts[0]?.events[0]).toHaveProperty('holdMessageMetadataID')
  })

  test('comes without them where Mimecast does not offer the call, quietly', async () => {
    const { connect, receive } = await openTenant({ switches: { gateway_detail: false } })
    receive(...three.map((mail) => ({ ...mail, attachments: files })))
    const { alerts, result } = await connect()
    expect(alerts.map(({ attachments, extensions }) => [attachments, extensions])).toEqual(
      three.map(() => [[], {}]),
    )
    expect(result.warnings).toBeUndefined()
  })

  test('comes without its hold id where the role may not read the queue; that is said once', async () => {
    const { connect, receive, simulator } = await openTenant()
    receive(...three)
    simulator.fault({ path: HOLD_LIST, status: 403 })
    const { result, tickets } = await connect({ concurrency: 1 })
    expect([tickets.length, simulator.counters.paths.get(HOLD_LIST)]).toEqual([3, 1])
    expect(result.warnings).toEqual([expect.stringContaining('Alerts come without hold ids and attachments')])
  })

  test('a file that cannot be fetched is named in the alert, and the others are there', async () => {
    const { connect, receive, simulator } = await openTenant()
    receive({ name: 'one', minutes_ago: 10, attachments: files })
    simulator.fault({ path: FILE, times: 1, fail_shape: 1 })
    const { alerts } = await connect()
    expect(alerts[0]?.attachments.map(({ name }) => name)).toEqual(['README'])
    expect(alerts[0]?.extensions).toEqual({
      attachments_missing: expect.stringMatching(/^invoice\.tar\.gz: .*Field cannot be blank/),
    })
  })

  test('files beyond the limits are not fetched, and named', async () => {
    const { connect, receive, simulator } = await openTenant()
    const sizes = [400_000, 900_000, 300_000, 300_000]
    receive({
      name: 'one',
      minutes_ago: 10,
      attachments: sizes.map((size, n) => ({ filename: `${n}.bin`, size })),
    })
    const { alerts } = await connect({ max_file_mb: 0.5, max_alert_mb: 0.8 })
    expect(alerts[0]?.attachments.map(({ name }) => name)).toEqual(['0', '2'])
    const missing = String(alerts[0]?.extensions.attachments_missing)
    expect(missing.split('; ')).toEqual([
      '1.bin: 900000 bytes, of which 438860 may be fetched',
      '3.bin: 300000 bytes, of which 138860 may be fetched',
    ])
    expect(simulator.counters.paths.get(FILE)).toBe(2)
  })

  test('a file that is larger than Mimecast said is cut off', async () => {
    const { connect, receive, simulator } = await openTenant()
    receive({ name: 'one', minutes_ago: 10, attachments: [{ filename: 'a.bin', size: 900_000 }] })
    const row = { id: '', filename: 'a.bin', size: 10 }
    const detail = await openDetail(simulator)
    simulator.fault({ path: DETAIL, body: detail(row) })
    const { alerts } = await connect({ max_file_mb: 0.1 })
    expect(alerts[0]?.attachments).toEqual([])
    expect(alerts[0]?.extensions.attachments_missing).toMatch(/^a\.bin: /)
  })

  test('no files are fetched where none are wanted', async () => {
    const { connect, receive, simulator } = await openTenant()
    receive({ name: 'one', minutes_ago: 10, attachments: files })
    const { alerts } = await connect({ max_file_mb: 0 })
    expect([alerts[0]?.attachments, simulator.counters.paths.get(DETAIL)]).toEqual([[], undefined])
  })
})

describe('what the platform decides', () => {
  test('a test run takes one message, keeps nothing, and fails where another goes on', async () => {
    const { attempt, connect, receive, simulator } = await openTenant()
    receive(...three)
    const run = await connect({ test_run: true, overflow_settings: { max_alerts_in_time_period: 0 } })
    expect([run.tickets, run.result.state]).toEqual([ids('first'), undefined])
    simulator.fault({ path: INFO, fail_shape: 1 })
    expect((await attempt({ test_run: true })).error?.code).toBe('VENDOR_REJECTED')
  })

  test('alerts beyond a number in a span of time are withheld, and counted over runs', async () => {
    const { connect, pass, receive } = await openTenant()
    const overflow_settings = { max_alerts_in_time_period: 2, time_period_in_min: 10 }
    receive(...three, { name: 'else', minutes_ago: 5, policy: 'Spam' })
    const one = await connect({ overflow_settings, connector_identifier: 'c-1' })
    expect(one.tickets).toEqual(ids('first', 'second', 'else'))
    expect(one.overflow).toMatchObject([
      {
        alert_identifier: idOf('third'),
        alert_name: 'Fraud Alert',
        connector_identifier: 'c-1',
        source_ip: '',
      },
    ])
    expect(one.state.ids).toHaveLength(4)
    receive({ name: 'fourth', minutes_ago: 0 })
    pass(1)
    const two = await connect({ overflow_settings }, one.state)
    expect([two.tickets, two.counts.overflow]).toEqual([[], 1])
    pass(10)
    receive({ name: 'fifth', minutes_ago: 0 })
    pass(1)
    expect((await connect({ overflow_settings }, two.state)).tickets).toEqual(ids('fifth'))
  })

  test.each([
    [{}, 'House'],
    [{ environment_field_name: 'subject' }, 'Subject of one'],
    [{ environment_field_name: 'to_1_emailAddress', environment_regex_pattern: '(?<=@)[^.]+' }, 'corp'],
    [{ environment_field_name: 'subject', environment_regex_pattern: 'nothing' }, 'Subject of one'],
    [{ environment_field_name: 'subject', environment_regex_pattern: 'x*' }, 'House'],
    [{ environment_field_name: 'missing', environment_regex_pattern: '.+' }, 'House'],
    [{ environment_field_name: 'toString' }, 'House'],
  ])('the environment follows the rule: %j', async (parameters, expected) => {
    const { connect, receive } = await openTenant()
    receive({ name: 'one', minutes_ago: 10 })
    expect((await connect({ environment: 'House', ...parameters })).alerts[0]?.environment).toBe(expected)
  })

  test.each([
    ['Product Name', 'Mimecast'],
    ['route', 'inbound'],
  ])('the product is the field %j of the message', async (device_product_field, expected) => {
    const { connect, receive } = await openTenant()
    receive({ name: 'one', minutes_ago: 10 })
    expect((await connect({ device_product_field })).alerts[0]?.device_product).toBe(expected)
  })
})

/** Makes an answer of the detail call with one file, the bytes of which are those of a real one. */
async function openDetail(simulator: {
  url: string
  credentials: { api2: { client_id: string; client_secret: string } }
}) {
  const form = new URLSearchParams({ ...simulator.credentials.api2, grant_type: 'client_credentials' })
  const token = await (await fetch(`${simulator.url}/oauth/token`, { method: 'POST', body: form })).json()
  const headers = {
    authorization: `Bearer ${(token as { access_token: string }).access_token}`,
    'content-type': 'application/json',
  }
  const call = async (path: string, item: object): Promise<Record<string, unknown>> => {
    const answer = await fetch(`${simulator.url}${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ data: [item] }),
    })
    const { data } = (await answer.json()) as { data: Record<string, unknown>[] }
    return data[0] ?? {}
  }
  const span = { start: '2026-03-10T10:00:00+0000', end: '2026-03-10T10:30:00+0000' }
  const { id } = await call(HOLD_LIST, {
    admin: true,
    ...span,
    searchBy: { fieldName: 'recipient', value: `user@${DOMAIN}` },
  })
  const { attachments } = await call(DETAIL, { id })
  const [file] = attachments as { id: string }[]
  return (row: object) => ({
    meta: { status: 200 },
    data: [{ id, attachments: [{ ...row, id: file?.id }] }],
    fail: [],
  })
}
