import type { Call, Outcome } from '../call.ts'
import { formatDate } from '../dates.ts'
import { isRefusal, notOneOf, type VendorError, vendorError } from '../envelope.ts'
import { date, type Fields, flag, text } from '../fields.ts'
import { cutPage } from '../paging.ts'
import { holdCode, holdText, type Mail } from '../tenant/mail.ts'
import { heldHits, type Tenant } from '../tenant/tenant.ts'
import { type Generation, isObject, type JsonObject } from '../types.ts'
import { contains } from './shared.ts'

export const HOLD_LIST: Fields = {
  admin: { type: 'flag' },
  start: { type: 'date' },
  end: { type: 'date' },
  searchBy: { type: 'object' },
  filterBy: { type: 'any' },
}

/** The mailbox that a call without `admin` sees: the service account's own. */
const CALLER = 'svc-soar@example.com'

/** gateway/get-hold-message-list: newest first, rows directly in `data`, the window is over `dateReceived`. */
export function listHeld(item: JsonObject, { tenant, generation, page }: Call): Outcome {
  const error = searchError(item, generation)
  if (error !== undefined) return { errors: [error] }
  const from = date(item, 'start') ?? Number.NEGATIVE_INFINITY
  const to = date(item, 'end') ?? Number.POSITIVE_INFINITY
  const admin = flag(item, 'admin')
  const asks = searchOf(item)
  const hits = tenant.mails.search('held', page.binding, (mail) =>
    mail.hold !== undefined &&
    mail.held_at >= from &&
    mail.held_at <= to &&
    (admin || mail.to.some(({ address }) => address === CALLER)) &&
    asks(mail)
      ? [-mail.held_at, mail.number]
      : undefined,
  )
  const cut = cutPage(hits, page)
  if (isRefusal(cut)) return cut
  const list = cut.rows.flatMap(({ number }) => {
    const mail = tenant.mails.get(number)
    return mail === undefined ? [] : [heldRow(tenant, mail)]
  })
  const { pageSize, ...rest } = cut.pagination
  return { list, pagination: { pageSize, totalCount: hits.length, ...rest } }
}

/** The reason's field has another name in each generation. */
function searchError(item: JsonObject, generation: Generation): VendorError | undefined {
  if (!isObject(item.searchBy)) return undefined
  const names = [
    'all',
    'subject',
    'sender',
    'recipient',
    'senderIP',
    generation === 1 ? 'reason_code' : 'reasonCode',
  ]
  const { fieldName, value } = item.searchBy
  if (fieldName === undefined) return vendorError('err_validation_null', 'searchBy.fieldName')
  if (!names.includes(String(fieldName))) return notOneOf('searchBy.fieldName', names)
  if (value === undefined || value === null) return vendorError('err_validation_null', 'searchBy.value')
  if (typeof value !== 'string') return notOneOf('searchBy.value', ['text'])
  return value.trim() === '' ? vendorError('err_validation_blank', 'searchBy.value') : undefined
}

function searchOf(item: JsonObject): (mail: Mail) => boolean {
  const search = isObject(item.searchBy) ? item.searchBy : undefined
  if (search === undefined) return () => true
  const value = text(search, 'value', '')
  const sender = (mail: Mail) => [mail.from_env.address, mail.from_hdr.address, mail.from_hdr.name]
  const recipient = (mail: Mail) => mail.to.flatMap(({ name, address }) => [name, address])
  const has = (parts: string[]): boolean => parts.some((part) => contains(part, value))
  switch (search.fieldName) {
    case 'subject':
      return (mail) => has([mail.subject])
    case 'sender':
      return (mail) => has(sender(mail))
    case 'recipient':
      return (mail) => has(recipient(mail))
    case 'senderIP':
      return (mail) => mail.sender_ip === value
    case 'all':
      return (mail) => has([mail.subject, ...sender(mail), ...recipient(mail), holdText(mail.hold)])
    default:
      return (mail) => holdCode(mail.hold) === value.toLowerCase()
  }
}

function heldRow(tenant: Tenant, mail: Mail): JsonObject {
  const [first] = mail.to
  return {
    id: tenant.mails.id(mail, 'hold'),
    reason: holdText(mail.hold),
    reasonId: holdCode(mail.hold).toUpperCase(),
    reasonCode: holdCode(mail.hold),
    from: { emailAddress: mail.from_env.address, displayableName: mail.from_env.name },
    fromHeader: { emailAddress: mail.from_hdr.address, displayableName: mail.from_hdr.name },
    to: { emailAddress: first?.address ?? '', displayableName: mail.to_name ?? first?.name ?? '' },
    subject: mail.subject,
    route: mail.route.toUpperCase(),
    hasAttachments: (mail.attachments?.length ?? 0) > 0,
    size: mail.size,
    dateReceived: formatDate(mail.held_at),
    policyInfo: mail.hold?.policy ?? '',
  }
}

/** gateway/get-hold-summary-list: how many are held per definition, the most first. */
export function summarizeHeld(_item: JsonObject, { tenant }: Call): Outcome {
  const counts = new Map<string, number>()
  for (const { number } of heldHits(tenant.mails)) {
    const policy = tenant.mails.get(number)?.hold?.policy
    if (policy !== undefined) counts.set(policy, (counts.get(policy) ?? 0) + 1)
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([policyInfo, numberOfItems]) => ({ policyInfo, numberOfItems }))
}
