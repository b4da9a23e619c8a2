import { describe, expect, test } from 'vitest'
import type { Fault } from '../../../simulator/index.ts'
import { GENERATIONS, openMimecast } from '../../support/mimecast.ts'

const PATH = '/api/managedsender/permit-or-block-sender'
const parameters = { Sender: ' mallory@evil.test ', Recipient: 'dana@example.com' }
const body = { data: [{ action: 'block', sender: 'mallory@evil.test', to: 'dana@example.com' }] }
const FAILED = 'Error executing action Mimecast - Block Sender. Reason: '

describe('blocking that fails', () => {
  test('names every parameter that is missing before a request', async () => {
    const tenant = await openMimecast()
    const result = await tenant.run('block-sender', { Sender: '' })
    expect(result.output_message).toBe(
      `${FAILED}Invalid parameters: "Sender" is required. "Recipient" is required.`,
    )
    expect(result).toMatchObject({
      is_success: false,
      json_result: null,
      error: { code: 'PARAMETER_INVALID' },
    })
    expect(tenant.simulator.requests).toEqual([])
  })

  test.each([
    ['sender', { Sender: 'not-an-address' }],
    ['sender', { Sender: 'ma\u200bllory@evil.test' }],
    ['sender', { Sender: 'mallory@evil.test, eve@evil.test' }],
    ['recipient', { Recipient: 'example.com' }],
    ['recipient', { Recipient: '\u202adana@example.com' }],
  ])('names the %s of %j, and sends nothing', async (where, wrong) => {
    const tenant = await openMimecast()
    const result = await tenant.run('block-sender', { ...parameters, ...wrong })
    expect(result.error).toMatchObject({ code: 'PARAMETER_INVALID', problems: [{ where }] })
    expect(tenant.simulator.requests).toEqual([])
  })

  test('leaves a domain to Mimecast and tells which field it refused', async () => {
    const tenant = await openMimecast()
    const result = await tenant.run('block-sender', { ...parameters, Sender: '@evil.test' })
    expect(result.output_message).toBe(
      `${FAILED}Mimecast rejected the request: Email address is not valid (sender).`,
    )
    expect(tenant.bodies(PATH)).toMatchObject([{ data: [{ sender: 'evil.test' }] }])
    expect(tenant.simulator.state.managed_senders.size).toBe(0)
  })

  test('without the permission names it', async () => {
    const tenant = await openMimecast()
    tenant.simulator.fault({ path: PATH, status: 403 })
    const result = await tenant.run('block-sender', parameters)
    expect(result.error?.code).toBe('PERMISSION_DENIED')
    expect(result.output_message).toContain('needs the permission Gateway | Managed Senders | Edit.')
  })

  test('is what an entry of the other type means: it was not done', async () => {
    const tenant = await openMimecast()
    const row = { id: 'MTOKEN:1', sender: 'mallory@evil.test', to: 'dana@example.com', type: 'Permit' }
    tenant.simulator.fault({ path: PATH, body: { meta: { status: 200 }, data: [row], fail: [] } })
    const result = await tenant.run('block-sender', parameters)
    expect(result.error?.reason).toBe(
      'Mimecast rejected the request: the entry is of type "Permit", not "block".',
    )
  })

  test.each<[string, Omit<Fault, 'path'>]>([
    ['a page of HTML', { html: true, status: 200 }],
    ['no body', { empty: true, status: 200 }],
    ['no entry', { body: { meta: { status: 200 }, data: [], fail: [] } }],
  ])('is what %s means: whether it was done is not known', async (_what, answer) => {
    const tenant = await openMimecast()
    tenant.simulator.fault({ path: PATH, ...answer })
    const result = await tenant.run('block-sender', parameters)
    // The entry is the same however often it is made, so repeating is safe.
    expect(result.error).toMatchObject({ code: 'OUTCOME_UNKNOWN', retryable: true })
    expect(tenant.bodies(PATH)).toEqual([body])
  })
})

describe('blocking', () => {
  test.each(GENERATIONS)('sends one entry and answers it, with API %s', async (generation) => {
    const tenant = await openMimecast({ generation })
    const result = await tenant.run('block-sender', parameters)
    expect(tenant.bodies(PATH)).toEqual([body])
    expect(result).toMatchObject({
      is_success: true,
      output_message:
        'Successfully blocked sender mallory@evil.test for recipient dana@example.com in Mimecast.',
      json_result: {
        id: 'MTOKEN:1',
        sender: 'mallory@evil.test',
        recipient: 'dana@example.com',
        type: 'block',
      },
    })
  })

  test('twice leaves one entry', async () => {
    const tenant = await openMimecast()
    await tenant.run('block-sender', parameters)
    await tenant.run('block-sender', parameters)
    expect(tenant.simulator.state.managed_senders.size).toBe(1)
  })
})
