/** A sender chooses the Message-ID: it must not decide that a mail is never shown. */
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { identityOf, type TrackedMail } from '../../../../client/tracking/mail.ts'
import { readMemory } from '../../../../client/tracking/memory.ts'
import { STORY_END } from '../../../support/mimecast.ts'
import { DOMAIN, idOf, openTenant } from './support.ts'

const harmless = { name: 'x1', from: 'harmless@evil.test', subject: 'Newsletter', minutes_ago: 30 }

describe('a second mail with the Message-ID of the first', () => {
  test.each([
    [
      'sender, subject, recipient and reason',
      { from: 'ceo@evil.test', subject: 'Salary', to: [`boss@${DOMAIN}`], policy: 'Fraud Alert' },
    ],
    ['sender', { from: 'ceo@evil.test' }],
    ['subject', { subject: 'Salary' }],
    ['reason', { policy: 'Fraud Alert' }],
    ['time of sending', { minutes_ago: 20 }],
  ])(
    'is an alert of its own when it has another %s, in the same run and in a later one',
    async (_, other) => {
      const { connect, receive } = await openTenant()
      const [first = '', second = ''] = receive(
        { ...harmless, policy: 'Spam' },
        { ...harmless, policy: 'Spam', ...other },
      )
      const together = await connect()
      expect(together.counts).toMatchObject({ found: 2, known: 0, alerts: 2, skipped: 0 })
      const tickets = together.tickets
      expect(tickets[0]).toBe(idOf('x1'))
      expect(new Set(tickets).size).toBe(2)
      expect(new Set(together.alerts.map(({ display_id }) => display_id)).size).toBe(2)
      expect(first).not.toBe(second)
      const again = await connect({}, together.state)
      expect([again.tickets, again.counts.known]).toEqual([[], 2])

      const later = await openTenant()
      later.receive({ ...harmless, policy: 'Spam' })
      const before = await later.connect()
      later.receive({ ...harmless, policy: 'Spam', ...other })
      const after = await later.connect({}, before.state)
      expect([before.tickets, after.counts]).toMatchObject([[idOf('x1')], { found: 2, known: 1, alerts: 1 }])
      expect(after.tickets[0]).not.toBe(idOf('x1'))
      expect((await later.connect({}, after.state)).tickets).toEqual([])
    },
  )

  test('and all the rest of the first is one alert, also in a later run; the copy is counted and listed', async () => {
    const { connect, receive } = await openTenant()
    const [, copy] = receive(harmless, { ...harmless, to: [`other@${DOMAIN}`] })
    const one = await connect()
    const reason = 'A copy of it came before: Message-ID, sender, subject, time and reason are the same.'
    expect([one.tickets, one.skipped, one.counts.known]).toEqual([[idOf('x1')], [{ id: copy, reason }], 1])
    expect(one.result.warnings).toBeUndefined()
    const [third] = receive({ ...harmless, to: [`third@${DOMAIN}`] })
    const two = await connect({}, one.state)
    expect([two.tickets, two.skipped, two.counts.known]).toEqual([[], [{ id: third, reason }], 3])
  })

  test('is an alert when the first was kept out, as nobody has seen it', async () => {
    const { connect, receive } = await openTenant()
    receive({ ...harmless, risk: 'low' }, { ...harmless, risk: 'high' })
    const run = await connect({ lowest_risk_to_fetch: 'High' })
    expect([run.tickets, run.counts.skipped]).toEqual([[idOf('x1')], 1])
  })
})

describe('state of the reference system and of older versions', () => {
  const seen = { ...harmless, minutes_ago: 20 }

  test('keeps nothing but Message-IDs, so these count for mail that was there before; that is said once', async () => {
    const { connect, pass, receive } = await openTenant()
    const [tracking] = receive(seen)
    const state = { ids: [idOf('x1')], timestamp: STORY_END - 25 * 60_000 }
    const takeover = await connect({}, state)
    expect([takeover.tickets, takeover.counts.known]).toEqual([[], 1])
    expect(takeover.skipped).toEqual([
      { id: tracking, reason: expect.stringContaining('before this version') },
    ])
    expect(takeover.result.warnings).toEqual([
      expect.stringMatching(/^1 with the Message-ID .* were not handed out/),
    ])
    pass(10)
    receive({ ...harmless, subject: 'Salary', minutes_ago: 5 })
    const next = await connect({}, takeover.state)
    expect([next.counts.alerts, next.result.warnings]).toEqual([1, undefined])
    expect(next.tickets).not.toContain(idOf('x1'))
  })

  test('of an older version goes on: nothing comes twice, and what is new comes', async () => {
    const mail = (id: string): TrackedMail => ({ id, subject: 'S' })
    const details = { recipientInfo: { messageInfo: { transmissionInfo: 'Message-ID: &lt;old@x&gt;' } } }
    const now = Date.now()
    const old = {
      version: 1,
      ids: ['old@x'],
      timestamp: now - 60_000,
      from: now - 3_600_000,
      // What version 1 wrote for the mail "t1" with the Message-ID old@x.
      seen: { n6gT5bE0cFgWQ_ZQ: now - 60_000 },
      tries: {},
    }
    const memory = readMemory(old)
    const identity = identityOf(mail('t2'), details)
    expect(memory.known(identity, now - 50_000)).toBe('adopted')
    expect(memory.known(identity, Date.now() + 60_000)).toBeUndefined()
    expect(memory.ticketFor(identity)).toBe('t2')
    const written = memory.write(now)
    expect(written).toMatchObject({ version: 1, ids: ['old@x'], timestamp: now - 60_000 })
    // Known ids stay bound to the moment of the change, however often the state is read.
    const bound = (written.adopted as Record<string, number>)[Object.keys(written.adopted as object)[0] ?? '']
    const reread = readMemory(JSON.parse(JSON.stringify(written)))
    expect(Object.values(reread.write(now).adopted as object)).toEqual([bound])
  })

  test('keeps the Message-ID of more mail than its list: copies that come soon are known by it', () => {
    const key = createHash('sha256').update('identity old@x').digest('base64url').slice(0, 16)
    const details = { recipientInfo: { messageInfo: { transmissionInfo: 'Message-ID: &lt;old@x&gt;' } } }
    const identity = identityOf({ id: 't2' }, details)
    const memory = readMemory({ version: 1, ids: [], from: 1, seen: { [key]: 5_000_000 } })
    expect(memory.known(identity, 5_000_000 + 3_600_000)).toBe('adopted')
    expect(memory.known(identity, 5_000_000 + 3_600_001)).toBeUndefined()
  })

  test('the reference system takes over ours: its list holds every ticket, and what it adds is taken over again', async () => {
    const { connect, receive } = await openTenant()
    receive(harmless)
    const ours = await connect()
    expect(ours.state.ids).toEqual([idOf('x1')])
    receive({ ...harmless, name: 'theirs', minutes_ago: 10 })
    const back = await connect({}, { ...ours.state, ids: [...ours.state.ids, idOf('theirs')] })
    expect([back.tickets, back.counts.known]).toEqual([[], 2])
  })
})

test('the state stays small: a thousand ids and what belongs to them', () => {
  let state: unknown = null
  for (let round = 0; round < 4; round++) {
    const memory = readMemory(state)
    for (let count = 0; count < 500; count++) {
      const id = `t${round}-${count}`
      const details = {
        recipientInfo: { messageInfo: { transmissionInfo: `Message-ID: &lt;${id}@x&gt;` } },
        queueInfo: { id: `q${id}`, reason: 'Spam' },
      }
      const mail = { id, subject: 'S' }
      const identity = identityOf(mail, details)
      memory.alerted(mail, 1, memory.ticketFor(identity), identity)
    }
    state = JSON.parse(JSON.stringify(memory.write(2)))
  }
  const { ids, marks, adopted } = state as { ids: string[]; marks: object; adopted: object }
  expect([ids.length, Object.keys(marks).length, adopted]).toEqual([1000, 3000, {}])
})
