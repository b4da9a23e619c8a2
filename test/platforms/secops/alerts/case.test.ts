import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { caseOf } from '../../../../runtime/platforms/secops/alerts/case.ts'
import { casesOf } from '../../../../runtime/platforms/secops/alerts/cases.ts'
import { displayId } from '../../../../runtime/platforms/secops/alerts/display-id.ts'
import { flatEvent } from '../../../../runtime/platforms/secops/alerts/flat-event.ts'
import type { Alert } from '../../../../runtime/sdk/index.ts'

const alert: Alert = {
  id: 'CA9d41f0e2@mail.example.com',
  title: 'Held Message',
  description: 'Message Hold Applied',
  severity: 'critical',
  time: 1,
  vendor: 'Acme',
  product: 'Mail',
  rule: 'Fraud',
  reason: 'Fraud',
  entities: [],
  facts: { note: 'n' },
  events: [{ a: { b: [1] } }],
  files: [{ name: '.invoice.tar.gz', description: 'A file', size: 3, base64: 'YWJj' }],
  source: { to: [{ domain: 'corp' }] },
}
const settings = { environmentOf: () => 'House', connector: 'c-1', overflow: {} }

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
    expect(flatEvent(data)).toEqual({
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
    expect(flatEvent({ a_b: 'outer', a: { b: 'inner' } })).toEqual({ a_b: 'inner' })
    expect(flatEvent({ a: { b: 'inner' }, a_b: 'outer' })).toEqual({ a_b: 'outer' })
  })

  test('hold texts only, whatever comes, and no key changes the object itself', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (data) =>
        Object.values(flatEvent(data)).every((value) => typeof value === 'string'),
      ),
    )
    const hostile = JSON.parse('{"__proto__": {"x": 1}, "__proto__": 2}') as Record<string, unknown>
    expect(Object.getPrototypeOf(flatEvent(hostile))).toBe(Object.prototype)
    expect(Object.keys(flatEvent(hostile))).toEqual(['__proto__'])
  })
})

test('the UUID of the same text is the same, of another text another', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.string(),
      (one, two) => (displayId(one) === displayId(two)) === (one === two),
    ),
  )
  expect(displayId('CA9d41f0e2@mail.example.com')).toBe('8f481c6f-caac-5114-b268-a70a389e0b17')
})

describe('a case', () => {
  test('has the platform’s 24 fields, in its order', () => {
    expect(Object.keys(caseOf(alert, 'House'))).toEqual(
      `environment ticket_id description display_id reason name source_system_url source_rule_identifier device_vendor
       device_product start_time end_time is_test_case priority rule_generator source_grouping_identifier extensions events
       attachments siem_alert_id updated_fields alert_update_supported alert_metadata data_access_scope`.split(
        /\s+/,
      ),
    )
  })

  test('has the alert’s data in the platform’s spelling', () => {
    expect(caseOf(alert, 'House')).toMatchObject({
      environment: 'House',
      ticket_id: alert.id,
      display_id: '8f481c6f-caac-5114-b268-a70a389e0b17',
      priority: 100,
      rule_generator: 'Fraud',
      extensions: { note: 'n' },
      events: [{ a_b_1: '1' }],
      attachments: [{ name: '.invoice.tar', type: '.gz', base64_blob: 'YWJj', orig_size: 3, size: 4 }],
    })
  })

  test.each([
    ['README', 'README', ''],
    ['.profile', '.profile', ''],
    ['a.', 'a', '.'],
    ['', '', ''],
  ])('a file called %j is %j and %j', (name, stem, type) => {
    const files = [{ name, description: '', size: 0, base64: '' }]
    expect(caseOf({ ...alert, files }, 'House').attachments).toMatchObject([{ name: stem, type }])
  })
})

describe('the cases of a run', () => {
  test.each([
    [undefined],
    [7],
    [[{ id: 1 }]],
    [[alert, { ...alert, time: 'now' }]],
    [[{ ...alert, facts: null }]],
    [[{ ...alert, events: {} }]],
  ])('alerts of a shape of their own are passed on: %j', (alerts) => {
    const list = Array.isArray(alerts) ? alerts : []
    expect(casesOf({ alerts, overflow: [1] }, 5, settings)).toEqual({ cases: list, overflow: [1], state: 5 })
  })

  test('the state keeps what is in it and gets the times of alerts, whatever it is', () => {
    const { state } = casesOf({ alerts: [alert] }, { from: 1 }, settings)
    const times = { digestion_times: [expect.any(Number)], last_notification_time: 0 }
    expect(state).toEqual({ from: 1, overflow_data: { '|House|Mail|Fraud': times } })
    expect(casesOf({ alerts: [alert] }, 'text', settings).state).toBe('text')
    expect(casesOf({ alerts: [alert] }, undefined, settings).state).toBeUndefined()
  })

  test('as many are delivered as the limit says, oldest first, and the others withheld', () => {
    fc.assert(
      fc.property(fc.nat(8), fc.nat(8), (count, most) => {
        const alerts = Array.from({ length: count }, (_, index) => ({ ...alert, id: String(index) }))
        const overflow = { max_alerts_in_time_period: most }
        const made = casesOf({ alerts }, {}, { ...settings, overflow })
        const ids = [...made.cases.map((one) => (one as { ticket_id: string }).ticket_id)]
        const withheld = made.overflow.map((one) => (one as { alert_identifier: string }).alert_identifier)
        expect([...ids, ...withheld]).toEqual(alerts.map(({ id }) => id))
        expect(ids).toHaveLength(Math.min(count, most))
      }),
    )
  })

  test('without settings, as in a test run, nothing is withheld or counted', () => {
    const alerts = Array.from({ length: 60 }, () => alert)
    const { cases, overflow, state } = casesOf({ alerts }, {}, { ...settings, overflow: undefined })
    expect([cases.length, overflow, state]).toEqual([60, [], {}])
  })
})
