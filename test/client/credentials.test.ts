import { describe, expect, test } from 'vitest'
import { readConnection } from '../../client/credentials.ts'
import { ActionError } from '../../runtime/contract/errors.ts'
import { english, languageOf, writeProblems } from '../../runtime/i18n/sentences.ts'
import { keys } from '../support/client.ts'
import { scopeOf } from '../support/wire.ts'

const two = { client_id: 'id', client_secret: 'secret' }

function read(config: Record<string, unknown>) {
  const { http, notes } = scopeOf()
  return { connection: readConnection(config, http.log), warnings: notes.lines }
}

/** Places and sentences of what is wrong. */
function problems(config: Record<string, unknown>, language = english): [string, string][] {
  try {
    read(config)
  } catch (error) {
    if (!(error instanceof ActionError)) throw error
    expect(error.code).toBe('CONFIG_INVALID')
    return writeProblems(language, error.facts.problems ?? []).map(({ where, message }) => [where, message])
  }
  return []
}

describe('credentials are refused', () => {
  test('when there are none, naming both ways', () => {
    for (const config of [{}, { client_id: ' ', access_key: '' }, { api_version: 'prefer 1.0' }]) {
      expect(problems(config)).toEqual([
        [
          'client_id',
          'Credentials are missing. Set Client ID, Client Secret (API 2.0), or Application ID, Application Key, Access Key, Secret Key (API 1.0).',
        ],
      ])
    }
  })

  test('when the set is incomplete, naming every missing field', () => {
    expect(problems({ client_secret: 'x' })).toEqual([['client_id', '"Client ID" is required.']])
    expect(
      problems({ application_id: 'a', secret_key: ' ', region: 'Europe' }).map(([where]) => where),
    ).toEqual(['application_key', 'access_key', 'secret_key'])
    expect(problems({ api_version: '1.0', region: 'Europe', ...two }).map(([where]) => where)).toEqual([
      'application_id',
      'application_key',
      'access_key',
      'secret_key',
    ])
  })

  test('when two sets are complete, telling to choose', () => {
    expect(problems({ ...two, ...keys, region: 'Europe' })).toEqual([
      [
        'api_version',
        'Two kinds of credentials are set, API 2.0 (Client ID, Client Secret) and API 1.0 (Application ID, Application Key, Access Key, Secret Key). Keep one complete set, or choose one with "API Version".',
      ],
    ])
  })

  test('when a field of the other set is there, naming what that one lacks', () => {
    expect(problems({ ...two, access_key: 'a' })[0]?.[1]).toContain(
      'API 1.0 lacks Application ID, Application Key, Secret Key.',
    )
    expect(problems({ ...keys, client_id: 'a' })[0]?.[1]).toContain('API 2.0 lacks Client Secret.')
  })

  test.each(['fr', 'ja'])('in the language of the run, too (%s)', async (locale) => {
    const language = await languageOf(locale)
    const sentences = [{}, { ...two, access_key: 'a' }, { ...keys }, { ...keys, region: 'Global' }].flatMap(
      (config) => problems(config, language).map(([, sentence]) => sentence),
    )
    expect(sentences).toHaveLength(4)
    for (const sentence of sentences) expect(sentence).not.toMatch(/\{|\[\[/)
  })

  test.each(['not base64!', 'MDEyMzQ1Njc4OWFiY2RlZg', 'MDEyMzQ1 Njc4OWFiY2RlZg==', 'MDEy%2BMzQ='])(
    'when the Secret Key is not base64 (%s), without showing it',
    (secret_key) => {
      const found = problems({ ...keys, secret_key, region: 'Europe' })
      expect(found.map(([where]) => where)).toEqual(['secret_key'])
      expect(found[0]?.[1]).toContain('"Secret Key" must be base64 text')
      expect(JSON.stringify(found)).not.toContain(secret_key)
    },
  )

  test('when a key holds what no header can carry', () => {
    for (const access_key of ['a b', 'aé'])
      expect(problems({ ...keys, access_key, region: 'Europe' })[0]).toEqual([
        'access_key',
        '"Access Key" must contain visible ASCII characters only; got others.',
      ])
  })

  test('with an invisible character in it: it is named, the credential is not shown', () => {
    for (const name of Object.keys(keys)) {
      const found = problems({ ...keys, [name]: 'MDEy\nMzQ=', region: 'Europe' })
      expect(found).toEqual([
        [
          name,
          expect.stringMatching(
            /contains an invisible character, U\+000A LINE FEED, at position 5\. Remove it\.$/,
          ),
        ],
      ])
    }
    expect(problems({ ...two, client_secret: 'hunter\u200b2' })).toEqual([
      ['client_secret', expect.stringContaining('U+200B ZERO WIDTH SPACE, at position 7')],
    ])
    expect(problems({ ...two, client_secret: 'geheimé' })[0]?.[1]).toBe(
      '"Client Secret" must contain visible ASCII characters only; got others.',
    )
  })

  test('with everything that is wrong at once', () => {
    expect(
      problems({ api_version: '1.0', access_key: 'a', secret_key: '!' }).map(([where]) => where),
    ).toEqual(['application_id', 'application_key', 'api_root', 'secret_key'])
  })
})

describe('credentials are taken', () => {
  test('from the one complete set', () => {
    expect(read(two).connection).toMatchObject({
      root: 'https://api.services.mimecast.com',
      credentials: { api: '2.0', ...two },
    })
    expect(read({ ...keys, region: 'Germany' }).connection).toMatchObject({
      root: 'https://de-api.mimecast.com',
      credentials: { api: '1.0', ...keys },
    })
  })

  test('trimmed where blanks cannot belong, and to the letter where they can', () => {
    expect(read({ client_id: ' id\n', client_secret: ' secret ' }).connection.credentials).toEqual({
      api: '2.0',
      client_id: 'id',
      client_secret: ' secret ',
    })
  })

  test('without the line end that files and forms put behind them', () => {
    const withEnds = (set: object): Record<string, unknown> =>
      Object.fromEntries(Object.entries(set).map(([name, value]) => [name, `${value}\r\n`]))
    expect(read(withEnds(two)).connection.credentials).toEqual({ api: '2.0', ...two })
    expect(read({ ...withEnds(keys), region: 'Germany' }).connection.credentials).toEqual({
      api: '1.0',
      ...keys,
    })
  })

  test('as API Version says, whatever else is set', () => {
    expect(read({ ...two, ...keys, api_version: '2.0' }).connection.credentials.api).toBe('2.0')
    expect(read({ ...two, ...keys, api_version: '1.0', region: 'Europe' }).connection.credentials.api).toBe(
      '1.0',
    )
  })

  test('from API 1.0 when it is preferred and both are complete, with a warning', () => {
    const { connection, warnings } = read({ ...two, ...keys, api_version: 'prefer 1.0', region: 'Europe' })
    expect(connection.credentials.api).toBe('1.0')
    expect(warnings).toMatchObject([{ level: 'warn', fields: { code: 'api_1_preferred' } }])
  })

  test('from API 2.0 when API 1.0 is preferred but not given', () => {
    expect(read({ ...two, api_version: 'prefer 1.0' }).connection.credentials.api).toBe('2.0')
    expect(read({ ...two, api_version: 'prefer 1.0' }).warnings).toEqual([])
  })
})
