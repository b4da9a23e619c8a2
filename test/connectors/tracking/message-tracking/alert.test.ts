import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type AlertParts, buildAlert as build } from '../../../../client/tracking/alert.ts'
import { type Details, identityOf, type TrackedMail } from '../../../../client/tracking/mail.ts'
import { caseOf } from '../../../../runtime/platforms/secops/alerts/case.ts'
import { sample } from '../../../support/client.ts'

const first = (name: string): Record<string, unknown> => {
  const { data } = sample(name) as { data: Record<string, unknown>[] }
  return data[0] ?? {}
}

/** An alert in the form of Google SecOps. */
const buildAlert = (mail: TrackedMail, details: Details | undefined, parts: AlertParts) =>
  caseOf(build(mail, details, parts), 'House')

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
})

describe('an alert of the recorded answers', () => {
  const rows = first('message_finder_search_held')
  const [outbound, inbound] = rows.trackedEmails as TrackedMail[]
  const parts = { identity: 'id', productField: 'Product Name', received: 1 }

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
