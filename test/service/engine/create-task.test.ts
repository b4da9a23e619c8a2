/** A request becomes a task: what travels, and what never does. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Integration } from '../../../runtime/integration/integration.ts'
import { createTask } from '../../../runtime/service/engine/create-task.ts'
import { fromPayload, toPayload } from '../../../runtime/service/engine/payload.ts'
import { runTask } from '../../../runtime/service/engine/run-task.ts'
import { exactJson } from '../../../runtime/template/values/exact-json.ts'
import { parseJson } from '../../../runtime/template/values/json.ts'
import { loadEcho } from '../../support/echo.ts'
import { failure } from '../../support/wire.ts'

const echo = await loadEcho()
const open = { sealed: true }

test('a task says what is run, where, and what it may do', async () => {
  const request = { action: 'echo.call', parameters: { path: '/' }, timeout_ms: 5, dry_run: true }
  const options = { connection: 'acme', locale: 'fr', case: 'C-1', retry: true, sealed: false }
  expect(await createTask(request, echo, options)).toEqual({
    v: 1,
    request: { action: 'call', parameters: { path: '/' }, timeout_ms: 5, dry_run: true },
    connection: 'acme',
    integration: 'echo',
    integration_version: '0.1.0',
    locale: 'fr',
    effect: 'write',
    idempotent: false,
    case: 'C-1',
    retry: true,
  })
})

test('configuration never travels, malformed requests and unknown actions do not either', async () => {
  const codes = await Promise.all(
    [
      { action: 'call', config: { api_key: 'k' } },
      { action: 'call', config: {} },
      { action: 'call', context: 7 },
      { action: 'cal' },
      [],
    ].map(async (request) => (await failure(createTask(request, echo, open))).code),
  )
  expect(codes).toEqual([
    'REQUEST_INVALID',
    'REQUEST_INVALID',
    'REQUEST_INVALID',
    'ACTION_UNKNOWN',
    'REQUEST_INVALID',
  ])
})

test('a secret parameter travels sealed only, under any of its names', async () => {
  const secretive: Integration = {
    ...echo,
    action: async (id) => {
      const loaded = await echo.action(id)
      const path = { ...loaded.manifest.parameters.path, secret: true } as never
      return {
        ...loaded,
        manifest: { ...loaded.manifest, parameters: { ...loaded.manifest.parameters, path } },
      }
    },
  }
  for (const given of [
    { parameters: { path: 'x' } },
    { parameters: { Path: 'x' } },
    { templates: { path: 'x' } },
  ]) {
    const error = await failure(createTask({ action: 'call', ...given }, secretive, { sealed: false }))
    expect([error.code, error.message]).toEqual([
      'REQUEST_INVALID',
      expect.stringContaining('SOAR_ENGINE_KEYS'),
    ])
    expect(await createTask({ action: 'call', ...given }, secretive, open)).toMatchObject({ request: given })
  }
  const body = { action: 'call', parameters: { body: 'x' } }
  expect(await createTask(body, secretive, { sealed: false })).toMatchObject({ v: 1 })
})

test('numbers of the context print on the worker as they were written, and keys keep their order', async () => {
  const context = parseJson('{"f":3.0,"i":12345678901234567890,"o":{"b":1,"10":2}}')
  const request = {
    action: 'say',
    templates: { text: '{{ context.f }} {{ context.i }} {{ context.o }}' },
    context,
  }
  const task = fromPayload(toPayload(await createTask(request, echo, open)))
  const lease = {
    attempt: 1,
    record: undefined,
    put: async () => {},
    beat: async () => {},
    signal: new AbortController().signal,
  }
  const worker = {
    open: async () => echo,
    lookup: { env: {}, cwd: '/' },
    log: { line: () => {}, secret: () => {} },
  }
  const end = await runTask(task, lease, worker)
  expect(JSON.stringify(end)).toContain("3.0 12345678901234567890 {'b': 1, '10': 2}")
  const damaged = await runTask({ ...(task as object), context: '{' }, lease, worker)
  expect(damaged).toMatchObject({ result: { error: { code: 'REQUEST_INVALID' } } })
})

test('exact JSON is read back as what it was', () => {
  const number = fc.oneof(
    fc.double({ noDefaultInfinity: true, noNaN: true }).map(String),
    fc.bigInt().map(String),
    fc.integer().map((whole) => `${whole}.0`),
    fc.integer({ min: 0, max: 300 }).map((power) => `1e${power}`),
  )
  const { text } = fc.letrec((tie) => ({
    text: fc.oneof(
      { maxDepth: 4 },
      number,
      fc.string().map((one) => JSON.stringify(one)),
      fc.constantFrom('null', 'true', 'false'),
      fc.array(tie('text')).map((items) => `[${items.join(',')}]`),
      fc
        .uniqueArray(fc.tuple(fc.oneof(fc.string(), fc.nat(99).map(String)), tie('text')), {
          selector: ([key]) => key,
        })
        .map((members) => `{${members.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`),
    ),
  }))
  fc.assert(
    fc.property(text, (given) => {
      const once = exactJson(parseJson(String(given)))
      expect(exactJson(parseJson(once))).toBe(once)
      expect(JSON.parse(once)).toEqual(JSON.parse(String(given)))
    }),
    { seed: 18, numRuns: 300 },
  )
})
