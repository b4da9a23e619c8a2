/** A little of everything that `npm run soak` does a lot of, so that no check passes without it. */
import { describe, expect, test } from 'vitest'
import { part as fuzz } from '../soak/fuzz/part.ts'
import { dice } from '../soak/part.ts'
import { caseOf, ending } from '../soak/runaway/cases.ts'
import { leaksIn, spellingsOf } from '../soak/secrets/canaries.ts'
import { mistakes, tellEverything } from '../soak/secrets/part.ts'
import { planted } from '../soak/secrets/scenarios.ts'
import { payloadsAsData } from '../soak/templates/as-data.ts'
import { chains, GROUPS, payloads } from '../soak/templates/corpus.ts'
import { escaped } from '../soak/templates/escape.ts'
import { openIntegration } from '../testing/own/subjects.ts'

const say = (): void => {}

describe('fuzz', () => {
  test('requests, contexts, manifests and answers of any kind crash nothing, and every answer holds its schema', async () => {
    const { cases, broken } = await fuzz({ seed: 20_260_310, runs: 200, say })
    expect(broken).toEqual([])
    expect(cases).toBe(800)
  })
})

describe('hostile templates', () => {
  test('there are payloads of every group in which the engine was found open', () => {
    const empty = Object.entries(GROUPS).filter(
      ([, group]) => !payloads.some((payload) => group.test(payload)),
    )
    expect(empty.map(([name]) => name)).toEqual([])
    expect(payloads.length).toBeGreaterThan(80)
  })

  test('no chain from any value by any spelling leads anywhere', () => {
    const every = chains().filter((_, at) => at % 20 === 0)
    expect(every.length).toBeGreaterThan(1_000)
    const scope = { message: { subject: 'Invoice' }, list: [1] }
    expect(every.flatMap((template) => escaped(template, scope) ?? [])).toEqual([])
  })

  test('as subjects of mails they are printed as they are, everywhere', async () => {
    expect(await payloadsAsData(await openIntegration(), payloads)).toEqual([])
  })
})

describe('runaway templates, and honest ones over hostile data', () => {
  test.each([
    ['runaway', 150, 40],
    ['honest', 60, 0],
  ])(
    '%s: each is ended by the counts alone, without a fault of ours',
    (kind, runs, stopped) => {
      const outcomes = Array.from({ length: runs }, (_, at) =>
        ending(caseOf(kind, dice(20_260_310 + at)), Number.POSITIVE_INFINITY),
      )
      expect(outcomes.filter((outcome) => outcome.startsWith('fault'))).toEqual([])
      expect(outcomes).toContain('text')
      expect(outcomes.filter((outcome) => outcome === 'budget').length).toBeGreaterThanOrEqual(stopped)
    },
    60_000,
  )
})

describe('canaries', () => {
  test('sing in every spelling, whole and in halves', () => {
    for (const canary of Object.values(planted)) {
      for (const [, form] of spellingsOf(canary.value)) expect(leaksIn(`x ${form} y`, canary)).not.toEqual([])
      const half = canary.value.slice(0, Math.ceil(canary.value.length / 2))
      expect(leaksIn(`x ${half}…`, canary)).not.toEqual([])
      expect(leaksIn('nothing to see here', canary)).toEqual([])
    }
  })

  test('are silent when the vendor repeats them: in rows, refusals, pages, redirects, and where texts are cut', async () => {
    const places = [
      'rows in two chunks',
      'message of a 401',
      'HTML',
      'JSON of another shape',
      'redirect',
      'content type',
      'bytes',
      'fields of a token',
      'message cut at 500',
      'page cut at 200',
      '429 cut at 300',
    ]
    const { cases, broken } = await tellEverything(await openIntegration(), places)
    expect(broken).toEqual([])
    expect(cases).toBeGreaterThan(200)
  })

  test('are silent when people make mistakes with them', async () => {
    const { cases, broken } = await mistakes(await openIntegration())
    expect(broken).toEqual([])
    expect(cases).toBeGreaterThan(40)
  })
})
