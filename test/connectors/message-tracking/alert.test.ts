import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { buildAlert } from '../../../client/tracking/alert.ts'
import { flatten } from '../../../client/tracking/flatten.ts'
import { identityOf, type TrackedMail, uuidOf } from '../../../client/tracking/mail.ts'
import { sample } from '../../support/client.ts'

const first = (name: string): Record<string, unknown> => {
  const { data } = sample(name) as { data: Record<string, unknown>[] }
  return data[0] ?? {}
}

describe('flat events', () => {
  test('are what the platform makes of the same data', () => {
    const data = {
      a: { b: [1, { c: null, d: [2, [3, 4], {}] }, 's', []], e: {} },
      z: null,
      t: true,
      n: [],
      zero: 0,
      no: false,
      u: 'ü',
    }
    expect(flatten(data)).toEqual({
      a_b_1: '1',
      a_b_2_c: '',
      a_b_2_d_1: '2',
      a_b_2_d_2_1: '3',
      a_b_2_d_2_2: '4',
      a_b_3: 's',
      z: '',
      t: 'True',
      zero: '0',
      no: 'False',
      u: 'ü',
    })
  })

  test('of two keys that come out the same, the later one counts', () => {
    expect(flatten({ a_b: 'outer', a: { b: 'inner' } })).toEqual({ a_b: 'inner' })
    expect(flatten({ a: { b: 'inner' }, a_b: 'outer' })).toEqual({ a_b: 'outer' })
  })

  test('hold texts only, whatever comes, and no key changes the object itself', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (data) =>
        Object.values(flatten(data)).every((value) => typeof value === 'string'),
      ),
    )
    const hostile = JSON.parse('{"__proto__": {"x": 1}, "__proto__": 2}') as Record<string, unknown>
    expect(Object.getPrototypeOf(flatten(hostile))).toBe(Object.prototype)
    expect(Object.keys(flatten(hostile))).toEqual(['__proto__'])
  })
})

describe('what a message is known by', () => {
  const mail: TrackedMail = { id: 'tracking-1' }
  const headers = (transmissionInfo: unknown) => ({ recipientInfo: { messageInfo: { transmissionInfo } } })
  test.each([
    [
      'its Message-ID',
      { ...headers('<pre>\nMessage-ID: &lt;a@b&gt;\r\n</pre>'), queueInfo: { id: 'q' } },
      'a@b',
    ],
    ['its id in the queue', { ...headers('<pre>no id</pre>'), queueInfo: { id: 'q' } }, 'q'],
    ['its tracking id', { ...headers(null), queueInfo: null }, 'tracking-1'],
    ['its tracking id, whatever is missing', {}, 'tracking-1'],
  ])('%s', (_what, details, identity) => {
    expect(identityOf(mail, details).ticket).toBe(identity)
  })

  test('the UUID of the same text is the same, of another text another', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, two) => (uuidOf(one) === uuidOf(two)) === (one === two)),
    )
    expect(uuidOf('CA9d41f0e2@mail.example.com')).toBe('8f481c6f-caac-5114-b268-a70a389e0b17')
  })
})

describe('an alert of the recorded answers', () => {
  const rows = first('message_finder_search_held')
  const [outbound, inbound] = rows.trackedEmails as TrackedMail[]
  const parts = { identity: 'id', environment: 'House', productField: 'Product Name', received: 1 }

  test('of mail with a verdict: one event per recipient, one per part', () => {
    const details = first('get_message_info_held')
    const alert = buildAlert(inbound ?? { id: '' }, details, { ...parts, holdId: 'hold-1' })
    expect(alert).toMatchObject({
      name: 'Held Message',
      priority: 80,
      reason: 'Fraud Alert',
      rule_generator: 'Fraud Alert',
    })
    const [message, ...components] = alert.events
    expect(message).toMatchObject({
      event_type: 'Message',
      holdMessageMetadataID: 'hold-1',
      deliveredMessage_recipient: 'ap@example.com',
      queueInfo_reason: 'Fraud Alert',
    })
    expect(components.length).toBeGreaterThan(1)
    for (const component of components) {
      expect(component).toMatchObject({
        received_time: '2026-03-09T08:14:22+0000',
        event_type: expect.stringMatching(/^\w+$/),
      })
    }
  })

  test('of mail without a verdict: informative, the parts alone', () => {
    const details = first('get_message_info_held_no_verdict')
    const alert = buildAlert(outbound ?? { id: '' }, details, parts)
    expect(alert.priority).toBe(-1)
    expect(alert.events.map(({ event_type }) => event_type)).not.toContain('Message')
  })

  test('of delivered mail: the parts as they were received', () => {
    const details = first('get_message_info_archived')
    const alert = buildAlert({ id: 'x', status: 'ARCHIVED' }, details, parts)
    expect(alert).toMatchObject({
      name: 'Archived Message',
      rule_generator: 'Mimecast Email',
      reason: '',
      description: '',
    })
    expect(alert.events.some(({ event_type }) => event_type === 'EmailTransmissionFile')).toBe(true)
  })

  test('of details without any of these: the whole as one event', () => {
    expect(buildAlert({ id: 'x' }, { id: 'x', spamInfo: { spamScore: 3 } }, parts).events).toEqual([
      { id: 'x', spamInfo_spamScore: '3' },
    ])
  })

  test('the fields are the platform’s 24, in its order', () => {
    expect(Object.keys(buildAlert({ id: 'x' }, {}, parts))).toEqual(
      `environment ticket_id description display_id reason name source_system_url source_rule_identifier device_vendor
       device_product start_time end_time is_test_case priority rule_generator source_grouping_identifier extensions events
       attachments siem_alert_id updated_fields alert_update_supported alert_metadata data_access_scope`.split(
        /\s+/,
      ),
    )
  })

  test('nothing that Mimecast might send makes it fail', () => {
    const anything = fc.dictionary(
      fc.constantFrom('deliveredMessage', 'recipientInfo', 'queueInfo', 'spamInfo', 'id', 'x'),
      fc.jsonValue(),
    )
    fc.assert(
      fc.property(anything, anything, (mail, details) => {
        const { events } = buildAlert({ ...mail, id: 'x' }, details, parts)
        return events.length > 0 && identityOf({ ...mail, id: 'x' }, details).ticket !== ''
      }),
    )
  })
})
