import type { Call, Outcome, Route } from './call.ts'
import {
  type Answer,
  bareRefusal,
  envelope,
  failItem,
  isRefusal,
  notOneOf,
  type Refusal,
  refuse,
  vendorError,
} from './envelope.ts'
import { checkFields } from './fields.ts'
import { readPageRequest } from './paging.ts'
import { isObject, type JsonObject } from './types.ts'

/** Runs one call: every item by itself, successes in `data`, failures in `fail`, side by side. */
export function runCall(
  route: Route,
  path: string,
  body: JsonObject,
  page_max: number,
  context: Omit<Call, 'page' | 'paged'>,
): Answer {
  const items = body.data ?? []
  if (!Array.isArray(items) || !items.every(isObject)) return bareRefusal(400, 'Bad Request')
  const page = readPageRequest(path, body, page_max)
  if (isRefusal(page)) return envelope([], [failItem(items[0], page)])
  const miscount = countRefusal(route, items.length)
  if (miscount !== undefined) return envelope([], [failItem(items[0], miscount)])
  const call: Call = { ...context, page, paged: isObject(body.meta) && isObject(body.meta.pagination) }
  const refused = route.before?.(items, call)
  if (refused !== undefined) return refused
  return collect(route, items.length === 0 ? [{}] : items, call)
}

function countRefusal(route: Route, count: number): Refusal | undefined {
  const [fewest, most] = route.items
  if (count < fewest) return refuse('err_validation_null', 'data')
  return count > most
    ? { errors: [notOneOf('data', [`${fewest}..${most} items`])], keyless: true }
    : undefined
}

function collect(route: Route, items: readonly JsonObject[], call: Call): Answer {
  const data: unknown[] = []
  const fail: unknown[] = []
  const meta: JsonObject = {}
  for (const [nth, item] of items.entries()) {
    const outcome = runItem(route, item, nth, call)
    if (Array.isArray(outcome)) data.push(...outcome)
    else if (isRefusal(outcome)) {
      if (outcome.errors.length > 0) fail.push(failItem(item, outcome))
      if (outcome.meta_status !== undefined) meta.status = outcome.meta_status
    } else if ('list' in outcome) {
      data.push(...outcome.list)
      meta.pagination = outcome.pagination
    } else return outcome
  }
  return envelope(data, fail, meta)
}

function runItem(route: Route, item: JsonObject, nth: number, call: Call): Outcome {
  if (call.fault?.fail_shape === 5 && nth % 2 === 0)
    return { errors: [vendorError('err_validation_blank', 'id')] }
  const errors = checkFields(item, route.fields)
  return errors.length > 0 ? { errors } : route.run(item, call)
}
