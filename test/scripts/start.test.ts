import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { request } from 'undici'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
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

  test('ends with the page on the same tenant, which a link opens, until it is stopped', async () => {
    const child = spawn(process.execPath, ['scripts/start.ts', '--page'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    onTestFinished(() => void child.kill('SIGTERM'))
    const ended = once(child, 'close')
    let link: URL | undefined
    for await (const line of createInterface({ input: child.stdout })) {
      if (!/^http:.*[?]code=/.test(line)) continue
      link = new URL(line)
      break
    }
    if (link === undefined) throw new Error('There was no link.')
    const opened = await request(link)
    await opened.body.dump()
    expect([opened.statusCode, opened.headers.location]).toEqual([303, '/'])
    const [cookie = ''] = String(opened.headers['set-cookie']).split(';')
    const headers = { cookie, 'sec-fetch-site': 'same-origin' }
    const meta = await fetch(new URL('/v1/meta', link), { headers })
    expect(await meta.json()).toMatchObject({
      connections: [{ name: 'simulator', kind: 'test', label: 'Simulated tenant' }],
    })
    child.kill('SIGINT')
    expect(await ended).toEqual([0, null])
    await expect(fetch(link)).rejects.toThrow('fetch failed')
  })

  test('refuses another option, and starts nothing', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/start.ts', '--pages'], {
      cwd: root,
      encoding: 'utf8',
    })
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toContain('--page (with the page, also without a terminal); got: --pages.')
  })
})
