import type { Action } from '../../client/index.ts'
import { decodeUrls } from '../../client/urls.ts'
import type { DecodeUrl } from './types.gen.ts'

export const run: Action<DecodeUrl> = async ({ inputs, client }) => {
  const answers = await decodeUrls(client, inputs.urls)
  const failed = answers.find((answer) => !answer.ok)
  if (failed && !failed.ok) throw failed.error
  const result = answers.map((answer) => {
    const original = answer.ok ? (answer.value ?? null) : null
    return { url: answer.item, decoded: original !== null, decoded_url: original }
  })
  return { result, values: { decoded: result.filter(({ decoded }) => decoded).length } }
}
