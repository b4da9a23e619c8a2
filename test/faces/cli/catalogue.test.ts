/** `soar check --catalogue`: operations of actions against a list of the vendor's operations. */
import { expect, test } from 'vitest'
import { copyEcho } from '../../support/author.ts'
import { cli } from '../../support/cli.ts'
import { repository } from '../../support/sources.ts'

/** The echo integration whose actions name operations, and a catalogue beside it. */
function folder(operations: object[]): { root: string; cwd: string } {
  const echo = copyEcho()
  const named: Record<string, string> = {
    call: '["POST /things/{id}"]',
    count: '[GET /old]',
    feed: '[GET /quiet]',
    misbehave: '[POST /a/v2/create]',
  }
  for (const [id, list] of Object.entries(named))
    echo.write(`manifests/${id}.yaml`, `operation: ${list}\n${echo.read(`manifests/${id}.yaml`)}`)
  echo.write('list.json', JSON.stringify({ operations }))
  return { root: echo.root, cwd: echo.root }
}

const LIST = [
  { id: 'get-thing', call: 'POST /things/{thing_id} (2 kinds)' },
  { id: 'make', call: 'POST /a/create, /v2/create', in_catalogue: true },
  { id: 'feed', call: 'GET /quiet', in_catalogue: false },
]

test('names what is retired, undocumented, new, and actions without an operation', async () => {
  const { code, stdout } = await cli(['check', '--catalogue', 'list.json'], folder(LIST))
  expect(code).toBe(1)
  expect(stdout.split('\n')).toEqual([
    'manifests/count.yaml:1:13 "GET /old" is retired or unknown: list.json does not list it.',
    expect.stringMatching(/^manifests\/say\.yaml:\d+:\d+ It names no operation\. Write under "operation"/),
    'undocumented: manifests/feed.yaml:1:13 "GET /quiet" is missing from the vendor\'s documentation.',
    'new: POST /a/create (make): no action uses it',
    '2 problems to fix.',
    '',
  ])
})

test('answers the same as JSON', async () => {
  const { stdout } = await cli(['check', '--json', '--catalogue', 'list.json'], folder(LIST))
  expect(JSON.parse(stdout)).toMatchObject({
    undocumented: [{ file: 'manifests/feed.yaml' }],
    unused: [{ id: 'make', operation: 'POST /a/create' }],
  })
})

test.each([
  ['a file that is missing', 'none.json', 'Cannot read the catalogue none.json.'],
  ['another file', 'integration.yaml', 'integration.yaml is not a catalogue.'],
])('refuses %s', async (_, file, sentence) => {
  const { code, stderr } = await cli(['check', '--catalogue', file], folder([]))
  expect(code).toBe(2)
  expect(stderr).toContain(sentence)
})

test('Mimecast lists every operation of our actions', async () => {
  const argv = ['check', '--json', '--catalogue', 'docs/vendor/mimecast-operations.json']
  const { code, stdout } = await cli(argv, { root: repository, cwd: repository })
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ findings: [] })
})
