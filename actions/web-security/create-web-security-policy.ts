import type { Action } from '../../client/index.ts'
import { invalid } from '../../client/parameters.ts'
import { createWebPolicy, entryOf } from '../../client/web-security.ts'
import type { CreateWebSecurityPolicy } from './types.gen.ts'

export const run: Action<CreateWebSecurityPolicy> = async ({ inputs, client, toRow }) => {
  const { description, block = [], allow = [], scope } = inputs
  if (block.length + allow.length === 0)
    throw invalid({ where: 'block', rule: 'required_one', values: { name: 'Block', other: 'Allow' } })
  const urls = [
    ...block.map((value) => entryOf('block', value)),
    ...allow.map((value) => entryOf('allow', value)),
  ]
  return { result: toRow(await createWebPolicy(client, description, urls, scope)) }
}
