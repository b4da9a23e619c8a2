/** What the connector asks of the reports, and when an alert is updated. */
import { describe, expect, test } from 'vitest'
import { formatZulu } from '../../../simulator/dates.ts'
import { MINUTE, openConnector } from '../../support/connector-case.ts'
import given from './reported-emails.case.ts'

const LIST = '/threat-reporting/v1/reported-emails'

const ago = (minutes: number): string => formatZulu(Date.now() - minutes * MINUTE)

interface Report {
  id?: string
  minutes?: number
  reporters?: number
  classification?: string
}

const reportOf = ({ id = 'agg1', minutes = 30, reporters = 1, classification }: Report) => ({
  message: {
    messageId: `<${id}@bulk.example.net>`,
    messageAggregateId: id,
    subject: '=?UTF-8?Q?Your_parcel?=',
    lastReportedDate: ago(minutes),
    senderHeaders: ['Parcel <noreply@bulk.example.net>', { type: 'reply-to', value: 'reply@evil.test' }],
    recipients: ['dana@example.com'],
    recipientsCount: 12,
    reportersCount: reporters,
  },
  ...(classification && { threatAnalysis: { threatAnalysisId: `ta-${id}`, classification } }),
})

const open = async (...reports: Report[]) => {
  const tenant = await openConnector(given)
  const report = (...more: Report[]): void => {
    tenant.simulator.seed({ rows: { reported_emails: more.map(reportOf) } })
  }
  report(...reports)
  const asked = (path: string): string[] =>
    tenant.simulator.requests.filter((request) => request.path === path).map(({ query }) => query)
  return { ...tenant, report, asked }
}

test('the window is asked for with Z, in pages of the given size, by their number', async () => {
  const reports = Array.from({ length: 30 }, (_, at) => ({ id: `agg${at}`, classification: 'Safe' }))
  const { run, asked } = await open(...reports)
  expect((await run(null, { page_size: 25 })).alerts).toHaveLength(30)
  const [first, second] = asked(LIST).map((query) => Object.fromEntries(new URLSearchParams(query)))
  const window = { dateRangeStartsAt: ago(24 * 60), dateRangeEndsAt: ago(0), pageSize: '25' }
  expect([first, second]).toEqual([window, { ...window, offset: '1' }])
})

test('an alert has the report, the decoded subject, and addresses from lists of any form', async () => {
  const { run } = await open({ reporters: 2, classification: 'Malicious' })
  expect((await run()).alerts).toMatchObject([
    {
      id: 'agg1',
      group: 'agg1',
      title: 'Reported Email',
      description: 'Your parcel',
      severity: 'high',
      product: 'Reported Emails',
      reason: 'Malicious',
      entities: [
        { type: 'email', role: 'sender', value: 'noreply@bulk.example.net' },
        { type: 'email', role: 'sender', value: 'reply@evil.test' },
        { type: 'email', role: 'recipient', value: 'dana@example.com' },
        { type: 'message_id', value: 'agg1@bulk.example.net' },
      ],
      facts: {
        report_id: 'agg1',
        analysis_id: 'ta-agg1',
        reporters: '2',
        recipients: '12',
        classification: 'Malicious',
      },
      events: [{ event_type: 'ReportedEmail', subject_decoded: 'Your parcel' }],
    },
  ])
})

test.each([
  ['Malicious', 1, 'high'],
  ['Not malicious', 5, 'informational'],
  [undefined, 1, 'low'],
  [undefined, 3, 'medium'],
])('the classification %s with %i reporters is %s', async (classification, reporters, severity) => {
  const { run } = await open({ reporters, ...(classification && { classification }) })
  expect((await run()).alerts).toMatchObject([{ severity }])
})

test('filters: reporters, verdicts, and only what has none', async () => {
  const { run } = await open(
    { id: 'bad', classification: 'Malicious', reporters: 3 },
    { id: 'good', classification: 'Safe' },
    { id: 'open' },
  )
  const ids = async (parameters: object): Promise<string[]> =>
    (await run(null, { ...parameters })).alerts.map(({ id }) => id).toSorted()
  expect(await ids({ min_reporters: 2 })).toEqual(['bad'])
  expect(await ids({ classifications: 'malicious' })).toEqual(['bad', 'open'])
  expect(await ids({ only_unresolved: true })).toEqual(['open'])
})

describe('an alert is updated', () => {
  test('when another user reports the email', async () => {
    const { run, report, pass } = await open({ classification: 'Malicious' })
    const one = await run()
    pass(10)
    report({ minutes: 1, reporters: 2, classification: 'Malicious' })
    const two = await run(one.state)
    expect(two.alerts).toMatchObject([
      { title: 'Reported Email Updated', group: 'agg1', update: true, facts: { reporters: '2' } },
    ])
    expect(two.alerts[0]?.id).toMatch(/^agg1:.+/)
    expect((await run(two.state)).alerts).toEqual([])
  })

  test('when the verdict arrives, long after the window of the report', async () => {
    const { run, report, pass } = await open({ minutes: 30 })
    const one = await run()
    pass(6 * 60)
    const two = await run(one.state)
    expect(two.alerts).toEqual([])
    report({ minutes: 6 * 60 + 30, classification: 'Malicious' })
    const three = await run(two.state)
    expect(three.alerts).toMatchObject([{ update: true, severity: 'high', reason: 'Malicious' }])
    pass(5)
    const four = await run(three.state)
    expect([four.alerts, four.requests]).toEqual([[], 1])
  })

  test('never again after the follow-up hours, and not at all without them', async () => {
    const { run, pass, asked } = await open({ minutes: 30 })
    const one = await run()
    pass(73 * 60)
    await run(one.state)
    const none = await run(null, { follow_hours: 0, first_fetch_hours: 168 })
    pass(120)
    await run(none.state, { follow_hours: 0 })
    expect([asked(LIST).length, asked(`${LIST}/agg1`).length]).toEqual([4, 0])
  })

  test('a few at a time, in turns, and one that is gone no longer', async () => {
    const reports = Array.from({ length: 60 }, (_, at) => ({ id: `agg${at}`, minutes: 100 - at }))
    const { run, pass, simulator } = await open(...reports)
    const one = await run()
    expect(one.alerts).toHaveLength(60)
    pass(300)
    const read = async (state: typeof one.state) => {
      const ran = await run(state)
      const paths = simulator.requests.slice(-ran.requests).map(({ path }) => path.slice(LIST.length + 1))
      return { state: ran.state, ids: paths.filter(Boolean) }
    }
    simulator.fault({ path: `${LIST}/agg0`, status: 404 })
    const two = await read(one.state)
    const three = await read(two.state)
    const four = await read(three.state)
    expect([two.ids.length, two.ids[0]]).toEqual([50, 'agg0'])
    expect(three.ids.slice(0, 10)).toEqual(reports.slice(50).map(({ id }) => id))
    expect([...three.ids, ...four.ids]).not.toContain('agg0')
  })

  test('whatever fails while it is read again: the new reports come all the same', async () => {
    const { run, report, pass, simulator } = await open({ minutes: 30 })
    const one = await run()
    pass(120)
    report({ id: 'agg2', minutes: 1, classification: 'Safe' })
    simulator.fault({ path: `${LIST}/agg1`, status: 403 })
    const two = await run(one.state)
    expect([two.alerts.map(({ id }) => id), two.failed]).toEqual([['agg2'], ['reported_emails']])
    simulator.clearFaults()
    report({ minutes: 150, classification: 'Malicious' })
    expect((await run(two.state)).alerts).toMatchObject([{ group: 'agg1', update: true }])
  })
})
