import { SECOND } from '../dates.ts'
import type { JsonObject } from '../types.ts'
import { STORY_END } from './story.ts'

/** A blocked sender policy as create-policy and get-policy show it, plus its number in the order of creation. */
export interface Policy {
  id: string
  order: number
  option: string
  policy: JsonObject
}

/** The two policies of the sample answers; their dates move with the story. */
export function seedPolicies(anchor: number): Policy[] {
  const shift = Math.floor(anchor / SECOND) * SECOND - STORY_END
  const at = (text: string): string => `${new Date(Date.parse(text) + shift).toISOString().slice(0, 19)}+0000`
  const made = { createTime: at('2026-03-09T10:12:31Z'), lastUpdated: at('2026-03-09T10:12:31Z') }
  return [
    {
      id: 'eNo1KIK7MQScEKIBk5eiYoRb-EeAOxVa5C6BoJPLo6yIKqoakBzUlpmeidgjeoes0M1IzHXlH-0Xx2NoE9FihW8rIvLYGaBVzw0XW5FR2LqO_Z1H3sgRHDJIR5ymM9j8zgJvYC9hpYQWIvJcHVlE5D1KZ8eVNAzSNb1IRvulWoUblKP4emilPsfgyJGai9RoSd0L',
      order: -2,
      option: 'block_sender',
      policy: {
        description: 'Block supplier impersonation',
        fromPart: 'both',
        from: { type: 'individual_email_address', emailAddress: 'billing@suppliers.example.net' },
        to: { type: 'individual_email_address', emailAddress: 'ap@example.com' },
        fromType: 'individual_email_address',
        fromValue: 'billing@suppliers.example.net',
        toType: 'individual_email_address',
        toValue: 'ap@example.com',
        fromEternal: true,
        toEternal: true,
        fromDate: '1900-01-01T00:00:00+0000',
        toDate: '2100-01-01T23:59:59+0000',
        override: false,
        bidirectional: false,
        conditions: {},
        enabled: true,
        enforced: true,
        ...made,
      },
    },
    {
      id: 'eNo1JP_lIbpgwGczqkyd3CKSRpgjmxxXUvxJB1Er8EI_Dqux2f6iCNFMEl3gdBRfRIl9UMNxOyyqEMxgUoW5F6ORUXHiYJRPQB-7_j_-xKV9m8NJIQrM09djF3NtyE1GP_QoPT78ueNx_9ujqitV47gzvfhWdNOqKbjeBqblLGYP0_PzVIqdtoU_BNg7cVn7fqH8',
      order: -1,
      option: 'block_sender',
      policy: {
        description: 'Block bulk domain for everyone',
        fromPart: 'envelope_from',
        from: { type: 'email_domain', emailDomain: 'bulk.example.net' },
        to: { type: 'everyone' },
        fromType: 'email_domain',
        fromValue: 'bulk.example.net',
        toType: 'everyone',
        fromEternal: false,
        toEternal: false,
        fromDate: at('2026-03-01T00:00:00Z'),
        toDate: at('2026-06-30T23:59:59Z'),
        override: false,
        bidirectional: false,
        conditions: { sourceIPs: ['203.0.113.0/24'] },
        enabled: true,
        enforced: false,
        ...made,
        comment: 'quarter campaign',
      },
    },
  ]
}
