/** A sentence of ours without a translation does not compile; what is not translated on purpose says so. */
import { expect, test } from 'vitest'
import { ActionError } from '../../runtime/contract/errors.ts'
import { asPhrase, english, type Phrase, phrase, quoted } from '../../runtime/contract/phrases.ts'
import type { Log } from '../../runtime/sdk/index.ts'
import { GENERATIONS, openMimecast } from '../support/mimecast.ts'

test('plain text is no reason, no remedy and no warning', () => {
  const said: string[] = []
  const log: Pick<Log, 'warn'> = { warn: (_, message) => said.push(english(message)) }
  // @ts-expect-error the compiler refuses a sentence without a translation
  const reason = new ActionError('NOT_SUPPORTED', { reason: 'API 1.0 has none.' })
  // @ts-expect-error the same for what to do
  const remedy = new ActionError('AUTH_FAILED', { remedy: 'Ask somebody.' })
  // @ts-expect-error and for warnings
  log.warn({}, 'Beware.')
  expect([reason.values.reason, remedy.values.remedy, said]).toEqual([
    'API 1.0 has none.',
    'Ask somebody.',
    ['Beware.'],
  ])
})

test('text of others is quoted: as it is, whatever signs are in it', () => {
  const text = '[[x]] {y} {text}'
  expect([english(quoted(text)), english(asPhrase(text)), english(asPhrase(7))]).toEqual([text, text, '7'])
  const sentence: Phrase = phrase('no {what}', { what: quoted(text) })
  expect(english(sentence)).toBe(`no ${text}`)
  expect(asPhrase(sentence)).toBe(sentence)
})

test.each(['fr', 'ja'])('a reason that API 1.0 has not is refused in %s', async (locale) => {
  const { run, simulator } = await openMimecast({ generation: GENERATIONS[1] })
  const parameters = { message_id: 'x', reason: 'Undesirable Content' }
  const [english, other] = [
    await run('reject-message', parameters),
    await run('reject-message', parameters, { locale }),
  ]
  expect([english.error?.code, other.error?.code]).toEqual(['NOT_SUPPORTED', 'NOT_SUPPORTED'])
  expect(english.error?.reason).toContain('API 1.0 has no reason "Undesirable Content"')
  expect(other.error?.reason).toContain('Undesirable Content')
  expect(other.error?.reason).not.toMatch(/Nothing was rejected|Choose another/)
  expect(simulator.counters.total).toBe(0)
})
