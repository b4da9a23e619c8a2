import { type HeldMessage, heldMessages } from '../../client/held-messages.ts'
import type { Action, Client } from '../../client/index.ts'
import { searchWindow } from '../../client/time.ts'
import { holds, mapRows } from '../../runtime/sdk/index.ts'
import type { GetHoldMessageList } from './types.gen.ts'

type Text = string | null | undefined

/** A criterion: the value to search for, Mimecast's name of the field, and where to find it in a row. */
interface Criterion {
  value: string | undefined
  /** Undefined where Mimecast cannot search for this value. */
  fieldName: string | undefined
  /** Undefined where rows do not contain the value, so that only Mimecast can compare it. */
  texts?: (row: HeldMessage) => Text[]
}

/** The form of Mimecast's reason codes. Mimecast matches whole codes only, not other words of a reason. */
const REASON_CODE = /^(?:admin_)?message_hold_applied_\w+$/i

export const run: Action<GetHoldMessageList> = async ({ inputs, client, toRow }) => {
  const { from: start, to: end } = searchWindow(inputs.start_time, inputs.end_time)
  const given = criteria(inputs, client.api).filter(({ value }) => value !== undefined)
  const search = given.find(({ fieldName }) => fieldName !== undefined)
  const rest = given.filter((criterion) => criterion !== search)
  const held = heldMessages(client, {
    admin: inputs.is_admin,
    start,
    end,
    ...(search && { searchBy: { fieldName: search.fieldName, value: search.value } }),
  })
  const keep = (row: HeldMessage): boolean => rest.every((criterion) => fits(row, criterion))
  const result = mapRows(held, toRow, { keep, limit: inputs.limit })
  return { result, values: { window: { from: start, to: end } } }
}

/**
 * Most selective first. API 1.0 and 2.0 use different names for the reason field: docs/vendor/mimecast-mail.md#hold-queue.
 */
function criteria(inputs: GetHoldMessageList['inputs'], api: Client['api']): Criterion[] {
  const { held_reason: reason } = inputs
  const isCode = reason !== undefined && REASON_CODE.test(reason)
  const reasonField = api === '1.0' ? 'reason_code' : 'reasonCode'
  return [
    { value: inputs.sender_ip, fieldName: 'senderIP' },
    {
      value: inputs.sender,
      fieldName: 'sender',
      texts: ({ from, fromHeader }) => [...words(from), ...words(fromHeader)],
    },
    {
      value: inputs.recipient,
      fieldName: 'recipient',
      texts: ({ to, toHeader }) => [...words(to), ...words(toHeader)],
    },
    { value: inputs.subject, fieldName: 'subject', texts: ({ subject }) => [subject] },
    {
      value: isCode ? reason.toLowerCase() : reason,
      fieldName: isCode ? reasonField : undefined,
      texts: (row) => [row.reason, row.reasonId, row.reasonCode, row.policyInfo],
    },
  ]
}

const words = (party: HeldMessage['from']): Text[] => [party?.emailAddress, party?.displayableName]

const fits = (row: HeldMessage, { value = '', texts }: Criterion): boolean =>
  texts?.(row).some((text) => holds(text, value)) ?? true
