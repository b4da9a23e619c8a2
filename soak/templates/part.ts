/** Hostile templates as a part of the soak: none gets out, none runs on, and as data they are only data. */

import { openIntegration } from '../../testing/own/subjects.ts'
import type { Part } from '../part.ts'
import { payloadsAsData } from './as-data.ts'
import { chains, payloads, slowTexts } from './corpus.ts'
import { escaped } from './escape.ts'

const scope = (): Record<string, unknown> => ({
  message: { subject: 'Invoice', from: 'a@b.test' },
  list: [1, 2, 3],
})

export const part: Part = async ({ say }) => {
  const broken: string[] = []
  const judge = (template: string, data: Record<string, unknown>): void => {
    const fault = escaped(template, data)
    if (fault) broken.push(`${template}: ${fault}`)
  }
  for (const template of payloads) judge(template, scope())
  say(`${payloads.length} payloads`)
  const made = chains()
  for (const template of made) judge(template, scope())
  say(`${made.length} chains`)
  const slow = slowTexts()
  for (const one of slow) judge(one.template, one.scope)
  say(`${slow.length} filters on long texts`)
  broken.push(...(await payloadsAsData(await openIntegration(), payloads)))
  return { cases: payloads.length * 4 + made.length + slow.length, broken }
}
