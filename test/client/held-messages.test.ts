import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rejectHeld, releaseHeld } from '../../client/held-messages.ts'
import { startClient, startTenant } from '../support/client.ts'
import { reply } from '../support/wire.ts'

const ANSWERS = [true, false, 'true', null, undefined] as const
const messages = fc.uniqueArray(
  fc.record({ id: fc.stringMatching(/^[A-Za-z0-9_-]{1,12}$/), answer: fc.constantFrom(...ANSWERS) }),
  { selector: ({ id }) => id, minLength: 1, maxLength: 60 },
)

test.each(['release', 'reject'] as const)(
  '%s counts as done exactly what Mimecast answered true for, in whatever order its rows come',
  async (word) => {
    let answers = new Map<string, unknown>()
    let seed = 0
    const tenant = await startTenant({
      [`/api/gateway/hold-${word}`]: (response, { body }) => {
        const items = JSON.parse(body).data as { id?: string; ids?: string[] }[]
        const ids = items.flatMap((item) => item.ids ?? item.id ?? [])
        const rows = ids
          .map((id, index) => ({ id, [word]: answers.get(id), place: (index * 7 + seed) % ids.length }))
          .filter((row) => row[word] !== undefined)
          .sort((a, b) => a.place - b.place)
        reply(response, { meta: { status: 200 }, data: rows, fail: [] })
      },
    })
    const { client } = startClient(tenant, { safe: false })
    await fc.assert(
      fc.asyncProperty(messages, fc.nat(60), async (given, shift) => {
        answers = new Map(given.map(({ id, answer }) => [id, answer]))
        seed = shift
        const ids = given.map(({ id }) => id)
        const decided = await (word === 'release'
          ? releaseHeld(client, ids)
          : rejectHeld(client, ids, { notify: false }))
        expect(decided.map((one) => [one.item, one.ok && one.value])).toEqual(
          given.map(({ id, answer }) => [id, answer === true]),
        )
      }),
      { numRuns: 60 },
    )
  },
)

test.each(['release', 'reject'] as const)(
  '%s takes rows without ids, or with ids of another form, by their place',
  async (word) => {
    const rows = [{ [word]: true }, { id: 'other-form', [word]: false }, { [word]: true }]
    const tenant = await startTenant({
      [`/api/gateway/hold-${word}`]: (response) =>
        reply(response, { meta: { status: 200 }, data: rows, fail: [] }),
    })
    const { client } = startClient(tenant, { safe: false })
    const ids = ['a', 'b', 'c']
    const decided = await (word === 'release'
      ? releaseHeld(client, ids)
      : rejectHeld(client, ids, { notify: false }))
    expect(decided).toEqual([
      { item: 'a', ok: true, value: true },
      { item: 'b', ok: true, value: false },
      { item: 'c', ok: true, value: true },
    ])
  },
)

test.each(['release', 'reject'] as const)(
  '%s of one message is done when the one answer says so, in whatever form it writes the id',
  async (word) => {
    const tenant = await startTenant({
      [`/api/gateway/hold-${word}`]: (response) =>
        reply(response, { meta: { status: 200 }, data: [{ id: 'ABC', [word]: true }] }),
    })
    const { client } = startClient(tenant, { safe: false })
    const decided = await (word === 'release'
      ? releaseHeld(client, ['abc'])
      : rejectHeld(client, ['abc'], { notify: false }))
    expect(decided).toEqual([{ item: 'abc', ok: true, value: true }])
  },
)

test.each(['release', 'reject'] as const)(
  '%s never takes the row of one message for another',
  async (word) => {
    const rows = [
      { id: 'b', [word]: true },
      { id: 'b', [word]: true },
    ]
    const tenant = await startTenant({
      [`/api/gateway/hold-${word}`]: (response) =>
        reply(response, { meta: { status: 200 }, data: rows, fail: [] }),
    })
    const { client } = startClient(tenant, { safe: false })
    const decided = await (word === 'release'
      ? releaseHeld(client, ['a', 'b'])
      : rejectHeld(client, ['a', 'b'], { notify: false }))
    expect(decided).toEqual([
      { item: 'a', ok: true, value: false },
      { item: 'b', ok: true, value: true },
    ])
  },
)
