/** Addresses of engines, and what a caller shows them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { readAccess, readAddress } from '../../../runtime/service/engine/address.ts'

describe('an address', () => {
  test('of a submitter is http or https with a namespace, and the default port of its scheme', () => {
    expect(readAddress('https://engine.example.com/site-paris', {}, 'submitter')).toEqual({
      host: 'engine.example.com:443',
      namespace: 'site-paris',
      tls: true,
    })
    expect(
      readAddress(undefined, { SOAR_ENGINE: 'http://127.0.0.1:7243/default' }, 'submitter'),
    ).toMatchObject({
      host: '127.0.0.1:7243',
      tls: false,
    })
  })

  test('of a worker is encrypted unless it is on this machine, or the operator says so', () => {
    const tls = (address: string, env = {}) => readAddress(address, env, 'worker').tls
    expect(tls('temporal://engine.example.com/default')).toBe(true)
    expect(tls('temporal://localhost:7233/default')).toBe(false)
    expect(tls('temporal://localhost:7233/default', { SOAR_ENGINE_TLS: 'yes' })).toBe(true)
    expect(tls('temporal://engine.example.com/default', { SOAR_ENGINE_TLS: 'no' })).toBe(false)
    expect(() => tls('temporal://h/default', { SOAR_ENGINE_TLS: 'maybe' })).toThrow('yes or no')
  })

  test('in plain text to another machine is refused', () => {
    expect(() => readAddress('http://engine.example.com/default', {}, 'submitter')).toThrow('plain text')
  })

  test.each([
    ['', 'No engine is named'],
    ['engine.example.com', 'must be'],
    ['temporal://engine.example.com/default', 'must be'],
    ['https://engine.example.com', 'one namespace'],
    ['https://engine.example.com/a/b', 'one namespace'],
    ['https://engine.example.com/default?x=1', 'one namespace'],
    ['https://me:secret@engine.example.com/default', 'SOAR_ENGINE_TOKEN'],
  ])('%j is refused without repeating a password', (address, sentence) => {
    const read = () => readAddress(address, {}, 'submitter')
    expect(read).toThrow(sentence)
    expect(read).not.toThrow(/secret/)
  })
})

describe('what a caller shows', () => {
  const file = (text: string): string => {
    const folder = mkdtempSync(join(tmpdir(), 'soar-access-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    writeFileSync(join(folder, 'file'), text)
    return join(folder, 'file')
  }

  test('comes from variables and the files that they name', () => {
    const [token, ca, cert, key] = ['word\n', 'authority', 'mine', 'private'].map(file)
    expect(
      readAccess({
        SOAR_ENGINE_TOKEN_FILE: token,
        SOAR_ENGINE_CA: ca,
        SOAR_ENGINE_CERT: cert,
        SOAR_ENGINE_KEY: key,
      }),
    ).toEqual({ token: 'word', authorities: 'authority', client: { cert: 'mine', key: 'private' } })
    expect(readAccess({})).toEqual({})
  })

  test('is refused when half of it is missing, unreadable or no token', () => {
    expect(() => readAccess({ SOAR_ENGINE_CERT: file('mine') })).toThrow('belong together')
    expect(() => readAccess({ SOAR_ENGINE_CA: '/no/such/file' })).toThrow('ENOENT')
    expect(() => readAccess({ SOAR_ENGINE_TOKEN: 'two words' })).toThrow('one word')
  })
})
