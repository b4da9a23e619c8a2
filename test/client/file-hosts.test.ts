/** A file is fetched from the API itself, from the vendor's domains, and from configured hosts; from no other. */
import { describe, expect, test } from 'vitest'
import { fileHostOf, readFileHosts } from '../../client/file-hosts.ts'
import type { RawProblem } from '../../runtime/contract/errors.ts'
import { startProcess, startTenant } from '../support/client.ts'
import { failure, reply } from '../support/wire.ts'

const ROOT = 'https://api.services.mimecast.com/prefix'

function judged(link: string, file_hosts: string[] = [], root = ROOT) {
  const problems: RawProblem[] = []
  const allowed = fileHostOf(new URL(link), readFileHosts(root, file_hosts, problems))
  expect(problems).toEqual([])
  return allowed
}

test.each<[string, string[], string | undefined]>([
  ['https://api.services.mimecast.com/files/a', [], 'anywhere'],
  ['https://eu-files.mimecast.com/a', [], 'public'],
  ['https://mimecast.com/a', [], 'public'],
  ['https://FILES.Mimecast.com./a', [], 'public'],
  ['https://mimecast.com.evil.test/a', [], undefined],
  ['https://evilmimecast.com/a', [], undefined],
  ['https://evil.test/mimecast.com', [], undefined],
  ['https://api.services.mimecast.com@evil.test/', [], undefined],
  ['http://169.254.169.254/latest/meta-data/iam', [], undefined],
  ['http://localhost:8080/', [], undefined],
  ['https://storage.test/a', ['storage.test'], 'anywhere'],
  ['https://eu.storage.test/a', ['Storage.test.'], 'public'],
  ['https://storage.test:8443/a', ['storage.test'], 'anywhere'],
  ['http://10.0.0.7:8443/a', ['10.0.0.7:8443'], 'anywhere'],
  ['http://10.0.0.7:8444/a', ['10.0.0.7:8443'], undefined],
  ['http://[fd00::1]/a', ['[fd00::1]'], 'anywhere'],
  ['http://files.test/a', ['files.test:80'], 'anywhere'],
  ['https://xn--bcher-kva.test/a', ['bücher.test'], 'anywhere'],
])('%s with %j: %s', (link, file_hosts, allowed) => {
  expect(judged(link, file_hosts)).toBe(allowed)
})

test('another port of the host of the API is another host', () => {
  expect(judged('http://127.0.0.1:4000/files', [], 'http://127.0.0.1:4000')).toBe('anywhere')
  expect(judged('http://127.0.0.1:4001/files', [], 'http://127.0.0.1:4000')).toBeUndefined()
})

test.each(['https://storage.test', 'storage.test/files', '*.storage.test:x', 'a b', 'user@storage.test', ''])(
  'File Hosts takes hosts alone, not %j',
  (entry) => {
    const problems: RawProblem[] = []
    readFileHosts(ROOT, [entry], problems)
    expect(problems).toMatchObject([{ where: 'file_hosts', rule: 'other' }])
  },
)

describe('a link that leads elsewhere', () => {
  const PATH = '/api/archive/get-file'
  const config = { client_id: 'id', client_secret: 'secret' }

  test('is not asked, whoever wrote it: nothing arrives, and the host is named', async () => {
    const inside = await startTenant({ '/latest/meta-data/iam': (response) => response.end('credentials') })
    for (const host of [`127.0.0.1:${inside.port}`, `localhost:${inside.port}`]) {
      const link = { data: [{ urls: [`http://${host}/latest/meta-data/iam`] }], fail: [] }
      const tenant = await startTenant({ [PATH]: (response) => reply(response, link) })
      const { client, notes } = startProcess({ ...config, api_root: tenant.url }).run()
      const error = await failure(client.download(PATH, { id: 'x' }))
      expect([error.code, error.values.reason]).toEqual([
        'RESPONSE_INVALID',
        `the file is at ${host}, which is not an allowed host. Allow it in File Hosts`,
      ])
      expect([inside.seen, notes.requests]).toEqual([[], 2])
    }
  })

  test('is asked once File Hosts names it', async () => {
    const store = await startTenant({ '/f': (response) => response.end('hello') })
    const link = { data: [{ urls: [`${store.url}/f`] }], fail: [] }
    const tenant = await startTenant({ [PATH]: (response) => reply(response, link) })
    const { client } = startProcess({ ...config, api_root: tenant.url, file_hosts: [store.host] }).run()
    expect(Buffer.from((await client.download(PATH, { id: 'x' })).bytes).toString()).toBe('hello')
  })
})
