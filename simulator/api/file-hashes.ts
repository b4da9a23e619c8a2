import batches from '../answers/byo_batches.json' with { type: 'json' }
import { placed, type Routes, reading, route, tableOf } from '../area.ts'
import type { Call, Outcome } from '../call.ts'
import { formatDate } from '../dates.ts'
import { DAMAGED_ID, notOneOf } from '../envelope.ts'
import { type Fields, text } from '../fields.ts'
import type { Tenant } from '../tenant/tenant.ts'
import { isObject, type JsonObject } from '../types.ts'

type Batch = JsonObject & { id: string }

const batchesOf = (tenant: Tenant): Map<string, Batch> =>
  tableOf(tenant, 'batches', () => placed(batches.data, tenant))

/** Hashes by their latest operation; a removed one is absent. */
const hashesOf = (tenant: Tenant): Map<string, JsonObject & { id: string }> => tableOf(tenant, 'hashes')

const CREATE: Fields = {
  operationType: { type: 'text', required: true, one_of: ['ALLOW', 'BLOCK', 'DELETE'] },
  hashList: { type: 'any', required: true },
}

/** byo-threat-intelligence/create-batch. */
function create(item: JsonObject, { tenant, now }: Call): Outcome {
  const given = Array.isArray(item.hashList) ? item.hashList : []
  if (given.length === 0 || !given.every((row) => isObject(row) && typeof row.hash === 'string'))
    return { errors: [notOneOf('hashList', ['objects with a hash'])] }
  const id = tenant.ids.make('object', tenant.nextNumber())
  const operationType = text(item, 'operationType', '')
  const hashes = hashesOf(tenant)
  for (const row of given as JsonObject[]) {
    const hash = String(row.hash)
    if (operationType === 'DELETE') hashes.delete(hash)
    else hashes.set(hash, { id: hash, operationType, batch: id })
  }
  const time = `${formatDate(now).replace('+0000', '.000Z')}[UTC]`
  batchesOf(tenant).set(id, {
    id,
    operationType,
    hashCount: given.length,
    createTime: time,
    completionTime: time,
  })
  return [{ batchIdToken: id, completionTime: time, hashCount: given.length }]
}

/** byo-threat-intelligence/delete-batch: the hashes of the batch no longer apply. */
function remove(item: JsonObject, { tenant }: Call): Outcome {
  const id = text(item, 'id', '')
  if (!batchesOf(tenant).delete(id)) return DAMAGED_ID
  const hashes = hashesOf(tenant)
  for (const { id: hash, batch } of [...hashes.values()]) if (batch === id) hashes.delete(hash)
  return [{ id, success: true }]
}

/** byo-threat-intelligence/get-batches: newest first unless ASC. */
const list = reading<Batch>({
  rows: ({ tenant }, item) => {
    const rows = [...batchesOf(tenant).values()]
    return item.order === 'ASC' ? rows : rows.reverse()
  },
})

/** Hashes that an account may have. Invented. */
const MOST = 10_000

function quota(_item: JsonObject, { tenant }: Call): Outcome {
  const used = hashesOf(tenant).size
  return [{ used, remaining: MOST - used }]
}

const LIST: Fields = {
  order: { type: 'text', one_of: ['ASC', 'DESC'] },
  sortBy: { type: 'text', one_of: ['CREATE_TIME'] },
}

/** Calls of Bring Your Own Threat Intelligence. */
export const routes: Routes = {
  '/api/byo-threat-intelligence/create-batch': route('Threat Management', [1, 1], CREATE, create),
  '/api/byo-threat-intelligence/get-batches': route('Threat Management', [0, 1], LIST, list),
  '/api/byo-threat-intelligence/delete-batch': route(
    'Threat Management',
    [1, 1],
    { id: { type: 'text', required: true } },
    remove,
  ),
  '/api/byo-threat-intelligence/get-quota': route('Threat Management', [0, 1], {}, quota),
}
