import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { ensureBuild } from '../../scripts/launch/build.mjs'

const root = resolve(import.meta.dirname, '../..')

describe('npm start', () => {
  beforeAll(() => ensureBuild({ root, node: process.execPath, env: process.env, quiet: true }))

  const start = (env: NodeJS.ProcessEnv = {}) =>
    spawnSync(process.execPath, ['scripts/start.ts'], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, ...env },
    })

  test("runs three actions and a mistake on a tenant of its own, whatever the caller's own configuration, and stops it", async () => {
    const own = {
      MIMECAST_ACCESS_KEY: 'own',
      MIMECAST_API_ROOT: 'http://127.0.0.1:9',
      HTTP_PROXY: 'http://127.0.0.1:9',
    }
    const { status, stdout, stderr } = start({ ...own, SOAR_LOCALE: 'fr', SOAR_ROOT: '/nowhere' })
    expect([status, stderr]).toEqual([0, ''])
    for (const sentence of [
      '✔ Successfully connected to the Mimecast server',
      '✔ Successfully blocked sender mallory@evil.example for recipient alice@corp.example in Mimecast.',
      '✔ Successfully found archive emails',
      'Unknown parameter "sendr". Did you mean "Sender"?',
      'dist/soar.js simulate',
    ]) {
      expect(stdout).toContain(sentence)
    }
    const [url = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(stdout) ?? []
    await expect(fetch(url)).rejects.toThrow('fetch failed')
  })
})
