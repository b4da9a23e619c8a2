import { describe, expect, test } from 'vitest'
import { bank, delivered } from '../../support/held.ts'
import { openMimecast } from '../../support/mimecast.ts'

const PATH = '/api/message-finder/report-message'
const FAILED = 'Error executing action Mimecast - Report Message. Reason: '
const held = bank.tracking
const DEPRECATED =
  'Report Message is deprecated: API 2.0 documents no call to report a message. It was tried all the same.'

describe('a report that fails', () => {
  test.each([
    ['no id', { Comment: 'x' }, '"Message ID" is required'],
    [
      'a kind outside the list',
      { 'Message ID': held, 'Report As': 'Ham' },
      '"Report As" must be one of "Spam", "Malware", "Phishing"; got "Ham".',
    ],
  ])('%s is refused before a request', async (_what, parameters, words) => {
    const tenant = await openMimecast({ generation: '1.0' })
    const result = await tenant.run('report-message', parameters)
    expect(result.error?.code).toBe('PARAMETER_INVALID')
    expect(result.output_message).toContain(`${FAILED}Invalid parameters: ${words}`)
    expect(tenant.simulator.requests).toEqual([])
  })

  test.each([
    [
      'an unknown id',
      'nonsense',
      'HTTP 400 without a message; an id in the request is probably truncated or damaged',
    ],
    ['a message that cannot be reported', delivered, 'Message could not be found in the hold queue'],
  ])('%s is refused by Mimecast', async (_what, message_id, words) => {
    const tenant = await openMimecast({ generation: '1.0' })
    const result = await tenant.run('report-message', { message_id })
    expect(result.output_message).toBe(`${FAILED}Mimecast rejected the request: ${words}.`)
    expect(result).toMatchObject({ is_success: false, json_result: null, error: { code: 'VENDOR_REJECTED' } })
    expect(tenant.simulator.state.reports).toEqual([])
  })

  test('without the permission names that of message tracking', async () => {
    const tenant = await openMimecast({ generation: '1.0' })
    tenant.simulator.fault({ path: PATH, status: 403 })
    const result = await tenant.run('report-message', { message_id: held })
    expect(result.error?.code).toBe('PERMISSION_DENIED')
    expect(result.output_message).toContain('needs the permission Gateway | Tracking | Read.')
  })

  test('with API 2.0 says that there is no such call, in the words of Mimecast and its own', async () => {
    const tenant = await openMimecast()
    const result = await tenant.run('report-message', { message_id: held })
    expect(tenant.bodies(PATH)).toEqual([{ data: [{ id: held, type: 'spam' }] }])
    expect(result.output_message).toBe(
      `${FAILED}API 2.0 documents no call to report a message, and Mimecast refused it: Resource or method requested does not exist in any product assigned to the application. Use credentials of API 1.0, or report from the Mimecast console.`,
    )
    expect(result).toMatchObject({
      error: { code: 'NOT_SUPPORTED', retryable: false },
      warnings: [DEPRECATED],
    })
    expect(tenant.simulator.state.reports).toEqual([])
  })

  test('with API 2.0 leaves other refusals as they are', async () => {
    const tenant = await openMimecast()
    tenant.simulator.fault({ path: PATH, fail_shape: 1 })
    const result = await tenant.run('report-message', { message_id: held })
    expect(result.error?.code).toBe('VENDOR_REJECTED')
  })
})

describe('a report', () => {
  test.each([
    [
      { 'Report As': 'Phishing', Comment: ' Asks for money. ' },
      { type: 'phishing', comment: 'Asks for money.' },
    ],
    [{ 'Report As': 'Malware' }, { type: 'malware' }],
    [{ 'Report As': '', Comment: '' }, { type: 'spam' }],
  ])('of %j reaches Mimecast as it was asked for', async (parameters, sent) => {
    const tenant = await openMimecast({ generation: '1.0' })
    const result = await tenant.run('report-message', { 'Message ID': ` ${held} `, ...parameters })
    expect(tenant.bodies(PATH)).toEqual([{ data: [{ id: held, ...sent }] }])
    expect(tenant.simulator.state.reports).toEqual([{ tracking_id: held, ...sent }])
    expect(result).toMatchObject({
      is_success: true,
      output_message: `Successfully reported the following messages in Mimecast: "${held}".`,
      json_result: { id: held, type: sent.type },
    })
    expect(result.warnings).toBeUndefined()
  })

  test('that Mimecast takes with API 2.0 succeeds with a warning', async () => {
    const tenant = await openMimecast()
    tenant.simulator.fault({ path: PATH, body: { meta: { status: 200 }, data: [], fail: [] } })
    const result = await tenant.run('report-message', { message_id: held })
    expect(result).toMatchObject({ is_success: true, warnings: [DEPRECATED] })
  })
})
