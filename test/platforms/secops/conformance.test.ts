/** The whole way, platform to vendor and back: our own cases, and every action against every way a vendor says no. */
import { describe, expect, test } from 'vitest'
import {
  ownIntegration,
  type PlatformAnswer,
  platformData,
  type Scripted,
  scriptedVendor,
  sendAction,
} from '../../support/secops.ts'
import type { Seen } from '../../support/wire.ts'

interface Request {
  path: string
  auth: 'Bearer' | 'MC'
  body: unknown
}

interface Case {
  id: string
  action: string
  /** Which credentials the platform's form holds; 0 = none. */
  api: 0 | 1 | 2 | 'both'
  /** Over the form's own values. */
  config?: Record<string, unknown>
  parameters?: Record<string, unknown>
  answers?: Record<string, Scripted | Scripted[]>
  expect: {
    state: number
    message?: string
    starts?: string
    holds?: string[]
    debug?: string
    json?: unknown
    table?: string[] | null
    /** Without that for the token. */
    requests?: Request[]
  }
}

const KEYS = {
  'Application ID': 'own-app',
  'Application Key': 'own-app-key',
  'Access Key': 'own-access',
  'Secret Key': Buffer.from('own secret').toString('base64'),
}
const CLIENT = { 'Client ID': 'own-client', 'Client Secret': 'own=&secret' }
const blank = (fields: object) => Object.fromEntries(Object.keys(fields).map((name) => [name, '']))

/** The form as the platform stores it: every field, empty or not. */
const form = (api: Case['api'], url: string): Record<string, unknown> => ({
  'API Root': url,
  'Verify SSL': 'True',
  ...blank(KEYS),
  ...blank(CLIENT),
  ...(api === 1 || api === 'both' ? KEYS : {}),
  ...(api === 2 || api === 'both' ? CLIENT : {}),
  AgentIdentifier: null,
})

const TOKEN: Scripted = { body: { access_token: 'own-token', token_type: 'Bearer', expires_in: 1799 } }

async function play({
  action,
  api,
  config = {},
  parameters = {},
  answers = {},
}: Omit<Case, 'id' | 'expect'>) {
  const vendor = await scriptedVendor({ '/oauth/token': TOKEN, ...answers })
  const context = {
    action_definition_name: `Mimecast_${action}`,
    integration_identifier: 'Mimecast',
    integration_configuration: { ...form(api, vendor.url), ...config },
    parameters,
    target_entities: [],
    case_id: '0',
  }
  // Of the machine's environment nothing may count where the form has a field.
  const env = {
    MIMECAST_CLIENT_ID: 'env-client',
    MIMECAST_CLIENT_SECRET: 'env-secret',
    MIMECAST_API_ROOT: 'http://env.test',
  }
  const answer = await sendAction(await ownIntegration(), context, { env })
  return { answer, seen: vendor.seen.filter(({ url }) => url !== '/oauth/token'), all: vendor.seen }
}

const asked = ({ url, headers, body }: Seen): Request => ({
  path: url,
  auth: headers.authorization?.startsWith('MC ') ? 'MC' : 'Bearer',
  body: body === '' ? null : JSON.parse(body),
})

function holdsShape({ document, stdout, code }: PlatformAnswer): void {
  expect(Object.keys(document)).toEqual([
    'Message',
    'ResultObjectJson',
    'ResultValue',
    'DebugOutput',
    'ExecutionState',
  ])
  expect(stdout).toMatch(/^\{[\x20-\x7e]*\}$/)
  expect(document.ResultValue).toBe(document.ExecutionState === 0)
  expect(code).toBe(0)
}

describe('our own cases', () => {
  const cases = platformData<Case[]>('cases')

  test('are many and all have names of their own', () => {
    expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length)
    expect(cases.length).toBeGreaterThanOrEqual(40)
  })

  test.each(cases.map((one) => [one.id, one] as const))('%s', async (_, one) => {
    const { answer, seen } = await play(one)
    const { document, json, table } = answer
    const { state, message, starts = '', holds = [], debug = '', requests } = one.expect
    holdsShape(answer)
    expect(document.Message).toContain(starts)
    expect([document.ExecutionState, message ?? document.Message]).toEqual([state, document.Message])
    for (const words of holds) expect(document.Message).toContain(words)
    expect(document.DebugOutput).toContain(debug)
    if (requests) expect(seen.map(asked)).toEqual(requests)
    if ('json' in one.expect) expect(json ?? null).toEqual(one.expect.json)
    if ('table' in one.expect) expect(table ?? null).toEqual(one.expect.table)
    if (state === 2) expect(answer.data).toEqual({})
  })
})

const ACTIONS: Record<string, { parameters: Record<string, string>; path: (api: 1 | 2) => string }> = {
  Ping: { parameters: {}, path: () => '/api/account/get-account' },
  'Block Sender': {
    parameters: { Sender: 's@x.test', Recipient: 'r@y.test' },
    path: () => '/api/managedsender/permit-or-block-sender',
  },
  'Permit Sender': {
    parameters: { Sender: 's@x.test', Recipient: 'r@y.test' },
    path: () => '/api/managedsender/permit-or-block-sender',
  },
  'Reject Message': {
    parameters: { 'Message ID': 'm' },
    path: (api) => (api === 1 ? '/api/message-finder/reject-held-email' : '/api/gateway/hold-reject'),
  },
  'Release Message': { parameters: { 'Message ID': 'm' }, path: () => '/api/gateway/hold-release' },
  'Report Message': {
    parameters: { 'Message ID': 'm', 'Report As': 'Spam' },
    path: () => '/api/message-finder/report-message',
  },
  'Simple Archive Search': {
    parameters: { 'Fields To Return': 'subject', 'Time Frame': 'Last Hour' },
    path: () => '/api/archive/search',
  },
  'Advanced Archive Search': {
    parameters: { 'XML Query': '<xmlquery/>' },
    path: () => '/api/archive/search',
  },
  'Create Block Sender Policy': {
    parameters: { Description: 'd', 'Sender Type': 'Everyone', 'Recipient Type': 'Everyone' },
    path: () => '/api/policy/blockedsenders/create-policy',
  },
}

/** Ways of saying no, and the words of it that a person has to see. */
const NO: Record<string, { answer: Scripted; words?: string }> = {
  ...Object.fromEntries(
    [400, 401, 403, 404, 409, 418, 429, 500, 502, 503].map((status) => [
      `HTTP ${status}`,
      {
        answer: { status, body: { fail: [{ code: 'own', message: `own ${status}` }] } },
        words: `own ${status}`,
      },
    ]),
  ),
  'fail as text': { answer: { body: { data: [], fail: 'own words' } }, words: 'own words' },
  'fail as a list of errors': {
    answer: {
      body: { data: [], fail: [{ key: {}, errors: [{ message: 'first' }, { message: 'second' }] }] },
    },
    words: 'second',
  },
  'fail as an object of errors': {
    answer: { body: { data: [], fail: { errors: [{ message: 'inner words' }] } } },
    words: 'inner words',
  },
  'fail as one object': {
    answer: { body: { data: [], fail: { code: 'c', message: 'one object' } } },
    words: 'one object',
  },
  'fail without errors': { answer: { body: { fail: { errors: [] } } } },
  'a page of HTML': { answer: { text: '<html>Sign in</html>' } },
  'HTML with an error': { answer: { status: 502, text: '<html>Bad gateway</html>' } },
  'plain text': { answer: { text: 'OK' } },
  'JSON that is a list': { answer: { body: [1] } },
  nothing: { answer: { text: '' } },
}

const sentence = (action: string): string => {
  if (action === 'Ping') return 'Failed to connect to the Mimecast server! Error is '
  if (action === 'Create Block Sender Policy')
    return `Error executing action "Mimecast - ${action}".\nReason: `
  return `Error executing action Mimecast - ${action}. Reason: `
}

describe.each(Object.keys(ACTIONS))('%s', (action) => {
  const { parameters, path } = ACTIONS[action] ?? { parameters: {}, path: () => '' }

  test.each(([1, 2] as const).flatMap((api) => Object.keys(NO).map((how) => [api, how] as const)))(
    'API %i.0 answers with %s: a failed result, sent once',
    async (api, how) => {
      const { answer: no, words = '' } = NO[how] ?? { answer: {} }
      const { answer, seen } = await play({ action, api, parameters, answers: { [path(api)]: no } })
      holdsShape(answer)
      expect(answer.document.ExecutionState).toBe(2)
      expect(answer.document.Message.startsWith(sentence(action))).toBe(true)
      expect(answer.document.Message.length).toBeGreaterThan(sentence(action).length + 5)
      expect(answer.document.Message).toContain(words)
      expect(answer.document.Message).not.toMatch(/undefined|\[object|INTERNAL|fault inside/)
      expect([answer.data, seen.map(({ url }) => url)]).toEqual([{}, [path(api)]])
    },
  )

  test.each([401, 403, 500])(
    'a token refused with %i ends it before anything else is asked',
    async (status) => {
      const no: Scripted = { status, body: { fail: [{ code: 'own', message: 'no token' }] } }
      const { answer, all } = await play({ action, api: 2, parameters, answers: { '/oauth/token': no } })
      expect(answer.document.Message).toContain(`${sentence(action)}`)
      expect(answer.document.Message).toContain('no token')
      expect(all.map(({ url }) => url)).toEqual(['/oauth/token'])
    },
  )
})

test.each([' , ', ',,', ' '])('a mandatory list that holds %j is refused as an empty one', async (list) => {
  const context = {
    action_definition_name: 'Mimecast_Simple Archive Search',
    parameters: { 'Fields To Return': list, 'Time Frame': 'Last Hour' },
    integration_configuration: { 'API Root': 'https://api.example.test', ...CLIENT },
  }
  const { document } = await sendAction(await ownIntegration(), context)
  expect(document.Message).toContain('"Fields To Return" is required.')
  expect(document.ExecutionState).toBe(2)
})
