import type { Hold, Person, Status, Verdict } from './mail.ts'

/** A list that has at least one entry. */
export type Some<T> = readonly [T, ...T[]]

/** People of the tenant; the domain is put in when a mail is made. */
export const COLLEAGUES: Some<readonly [string, string]> = [
  ['Dana Example', 'dana'],
  ['Accounts Payable', 'ap'],
  ['Sam Example', 'sam'],
  ['Alex Example', 'alex'],
  ['Info', 'info'],
  ['Robin Example', 'robin'],
  ['Service Desk', 'desk'],
  ['Jo Example', 'jo'],
]

/** An outside party: the sender, its host, and its envelope address if that differs from the header. */
export interface Partner {
  person: Person
  envelope: string
  host: string
  ip: string
}

const partner = (name: string, address: string, host: string, ip: string, envelope = address): Partner => ({
  person: { name, address },
  envelope,
  host,
  ip,
})

export const PARTNERS: Some<Partner> = [
  partner('Partner Legal', 'legal@partner.example.net', 'mx.partner.example.net', '198.51.100.24'),
  partner(
    'Example Newsletter',
    'news@newsletter.example.org',
    'out.newsletter.example.org',
    '198.51.100.77',
    'bounce@newsletter.example.org',
  ),
  partner(
    'Suppliers Billing',
    'billing@suppliers.example.net',
    'mx.suppliers.example.net',
    '203.0.113.45',
    'bounce-2081@mail.suppliers.example.net',
  ),
  partner('Deals', 'deals@bulk.example.net', 'mta.bulk.example.net', '203.0.113.200'),
  partner('Logistics', 'track@logistics.example.org', 'mx.logistics.example.org', '192.0.2.61'),
  partner("Pat O'Example", 'pat@consult.example.net', 'mx.consult.example.net', '198.51.100.130'),
]

export const SUBJECTS: Some<string> = [
  'Invoice %',
  'Re: contract draft %',
  'Quarterly pricing update %',
  'Delivery note %',
  'Fish & chips order %',
  'Meeting notes %',
  'Purchase order <%>',
  'Rückfrage zu Angebot %',
]

export const LURES: Some<string> = [
  'Your parcel % is waiting',
  'Updated bank details for invoice %',
  'Password expires today, case %',
  'Quick favour %',
  'Voicemail from +1 555 0100, ref. %',
  'Payroll change % needs approval',
]

/** The reason of a hold, and the result of the scan, if there is one. */
export const HOLDS: Some<{ hold: Hold; verdict?: Verdict }> = [
  {
    hold: { policy: 'Fraud Alert', kind: 'Content examination', group: 'User' },
    verdict: { decision: 'phish', risk: 'high', category: 'phish', detail: 'bank_change' },
  },
  {
    hold: { policy: 'Relaxed Spam Detection', kind: 'Spam Signature', group: 'User' },
    verdict: { decision: 'spam', risk: 'medium', category: 'spam', detail: 'header_poorly_structured' },
  },
  { hold: { policy: 'Outbound DLP - Customer data', kind: 'Content examination', group: 'Administrator' } },
  {
    hold: { policy: 'Relaxed Spam Detection', kind: 'Spam Signature', group: 'User' },
    verdict: { decision: 'spam', risk: 'low', category: 'spam', detail: 'bulk_sender' },
  },
  { hold: { policy: 'Suspected Malware', kind: 'Attachment Type', group: 'Moderator' } },
  {
    hold: { policy: 'Default Impersonation Protection', kind: 'Impersonation Protection', group: 'User' },
    verdict: { decision: 'clean', risk: 'negligible', category: 'spam', detail: 'header_poorly_structured' },
  },
]

/** States of tracked mail that is neither held nor archived; an entry's repetitions are its weight. */
export const PASSING: Some<Status> = [
  'accepted',
  'accepted',
  'accepted',
  'accepted',
  'bounced',
  'rejected',
  'deferred',
  'delivery',
]

export const FILES: Some<readonly [string, string]> = [
  ['bank-details', 'pdf'],
  ['contract-draft', 'docx'],
  ['figures', 'xlsx'],
  ['scan', 'png'],
  ['archive', 'zip'],
  ['slides', 'pptx'],
]
