import { searchArchive } from '../../client/archive.ts'
import { explainingFaults } from '../../client/archive-fault.ts'
import type { Action } from '../../client/index.ts'
import type { AdvancedArchiveSearch } from './types.gen.ts'

export const run: Action<AdvancedArchiveSearch> = async ({ inputs, client }) => {
  const { xml_query: query, max_emails_to_return: limit } = inputs
  const rows = searchArchive<AdvancedArchiveSearch['result'][number]>(client, query, limit)
  return { result: explainingFaults(rows, query) }
}
