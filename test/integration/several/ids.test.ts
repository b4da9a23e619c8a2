import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fullId, type Named, ownId, resolveId, shownIds } from '../../../runtime/integration/several/ids.ts'

const word = fc.stringMatching(/^[a-c]{1,3}$/)
const id = fc.array(word, { minLength: 1, maxLength: 2 }).map((words) => words.join('-'))
/** Few letters, so that integrations often share ids. */
const integrations: fc.Arbitrary<Named[]> = fc.uniqueArray(
  fc.record({ name: id, ids: fc.uniqueArray(id, { maxLength: 8 }) }),
  { selector: ({ name }) => name, minLength: 1, maxLength: 5 },
)

describe('for any set of ids', () => {
  test('every action has one displayed id, which no other action has, and it and the full id resolve to the action', () => {
    fc.assert(
      fc.property(integrations, (all) => {
        const shown = shownIds(all)
        const displayed = all.flatMap(({ name, ids }) => ids.map((own) => shown(name, own)))
        expect(new Set(displayed).size).toBe(displayed.length)
        for (const { name, ids } of all) {
          for (const own of ids) {
            const one = { one: { name, id: own } }
            expect(resolveId(shown(name, own), all)).toEqual(one)
            expect(resolveId(fullId(name, own), all)).toEqual(one)
            expect(ownId(fullId(name, own), name)).toBe(own)
          }
        }
      }),
    )
  })

  test('an id is short exactly if one integration has it; a short id of several names them all', () => {
    fc.assert(
      fc.property(integrations, id, (all, own) => {
        const owners = all.filter(({ ids }) => ids.includes(own)).map(({ name }) => name)
        for (const name of owners)
          expect(shownIds(all)(name, own)).toBe(owners.length > 1 ? fullId(name, own) : own)
        const meaning = resolveId(own, all)
        if (owners.length > 1) expect(meaning).toEqual({ several: owners.map((name) => fullId(name, own)) })
        if (owners.length === 0) expect(meaning).toMatchObject({ none: true })
      }),
    )
  })
})

test('the most similar id of all integrations is suggested, in the form that was written', () => {
  const all = [
    { name: 'echo', ids: ['call', 'say'] },
    { name: 'twin', ids: ['call', 'tell'] },
  ]
  expect(resolveId('tel', all)).toEqual({ none: true, nearest: 'tell' })
  expect(resolveId('twin.tel', all)).toEqual({ none: true, nearest: 'twin.tell' })
  expect(resolveId('cal', all)).toEqual({ none: true, nearest: 'call' })
  expect(resolveId('ecko.say', all)).toEqual({ none: true, nearest: 'echo.say' })
  expect(resolveId('echo.tell', all)).toMatchObject({ none: true, nearest: 'twin.tell' })
  expect(resolveId('zzzzzz', all)).toEqual({ none: true })
})
