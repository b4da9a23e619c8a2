import type { IdCodec } from '../ids.ts'
import { dice, pick } from './dice.ts'
import { COLLEAGUES, type Some } from './words.ts'

/** A profile group and its members, keyed by address or domain in lower case. */
export interface Group {
  id: string
  description: string
  source: 'cloud' | 'ldap'
  parentId: string
  folderCount: number
  /** Reads work, writes are refused. */
  locked: boolean
  members: Map<string, Member>
}

/** A member is an address, or a bare domain with an empty `emailAddress`. */
export interface Member {
  id: string
  emailAddress: string
  domain: string
  internal: boolean
  type: 'created_manually' | 'created_by_email' | 'contact_from_ldap'
  name: string
  notes: string
}

/** What ids of groups and members are made from: the tenant. */
export interface IdSource {
  ids: IdCodec
  nextNumber(): number
}

const ROOT =
  'eNoVQcNNH5OF8JV5uQ-nTjtUBwKW1PBv_Y991FNsSDFlnveAsyEkTdItA-A5vhj22xIeNJoT0fFx2EN3FoBNrdWpuC4aU8e3pOUxcFQuRLV4yJohiDN2CDlNKdcAbQuWDGdyV0lrhRvHunxghVJIN5dWh2QPeBl-iyHdrXpteTOFLMSjw_gc0e6m'
const BLOCKED =
  'eNoV_V2yWH1eQuZQlbb6Lr2IgfjgUHpQAseQbsPIrKXBRa3592fl1MMFufcKKKp-YB5T4kNsF0myUvTUqBPaa2yiQrdGjBi5z2YaQIXcAX-oF120ItLs3oB2lmuVinsdS7SjM84FeB6tWPEeoxS1Z9kFh0xhebpVo53BJmvEP1bjY68_CNR8pxMc'
const PERMITTED =
  'eNoVAYqhkowk6mPSuzn2QgjjRIr-hTtAsWvxCY7dd4EZWXDssZodHuUr4ezDHpq4zDPMAJ0JMzAO-Yp2dbkZJJVmm7oPw9W7k6lF5vjHfnQ_CwHG5goT76v7bDeH6xOIZ5AzlYapwrQa4ZAgXhjmpOghE2MUpX_dSVae9vzs-D9JST_o31oJc2j6'

const PLACES: Some<string> = ['bulk.example.net', 'promo.example.org', 'offers.test', 'mail.example.net']

/** The number behind the id of the group without members. */
const EMPTY = 999_999

/** The groups of a fresh tenant: the two of the sample answers with as many members as those say, and a few more. */
export function seedGroups(tenant: IdSource): Group[] {
  const make = (description: string, count: number, extra: Partial<Group> = {}): Group => ({
    id: extra.id ?? tenant.ids.make('group', tenant.nextNumber()),
    description,
    source: 'cloud',
    parentId: ROOT,
    folderCount: 0,
    locked: false,
    members: membersFor(tenant, count),
    ...extra,
  })
  const blocked = make('Blocked Senders', 0, { id: BLOCKED })
  for (const member of STORY) addMember(blocked, { ...member, id: memberId(tenant) })
  for (const member of membersFor(tenant, 122 - STORY.length).values()) addMember(blocked, member)
  return [
    blocked,
    make('Permitted senders', 405, { id: PERMITTED, locked: true }),
    make('Watched senders', 7),
    make('Finance', 12, { source: 'ldap', folderCount: 1 }),
    make('VIP & Board', 4),
    // Its id takes no number, so that those of everything new stay the same.
    make('Spring campaign', 0, { id: tenant.ids.make('group', EMPTY) }),
  ]
}

const STORY: readonly Omit<Member, 'id'>[] = [
  {
    emailAddress: 'deals@bulk.example.net',
    domain: 'bulk.example.net',
    internal: false,
    type: 'created_manually',
    name: '',
    notes: 'phishing campaign, ticket 4411',
  },
  {
    emailAddress: '',
    domain: 'spam.example.org',
    internal: false,
    type: 'created_manually',
    name: '',
    notes: '',
  },
  {
    emailAddress: 'dana@example.com',
    domain: 'example.com',
    internal: true,
    type: 'contact_from_ldap',
    name: 'Dana Example',
    notes: '',
  },
]

function membersFor(tenant: IdSource, count: number): Map<string, Member> {
  const members = new Map<string, Member>()
  for (let i = 0; i < count; i++) {
    const domain = pick(PLACES, dice(count, i, 1))
    const [name, local] = pick(COLLEAGUES, dice(count, i, 2))
    const emailAddress = `${local}.${i}@${domain}`
    const type = i % 3 === 0 ? 'created_by_email' : 'created_manually'
    members.set(emailAddress, {
      id: memberId(tenant),
      emailAddress,
      domain,
      internal: false,
      type,
      name,
      notes: '',
    })
  }
  return members
}

/** A new member id. */
export function memberId(tenant: IdSource): string {
  return tenant.ids.make('member', tenant.nextNumber())
}

/** Adds a member, replacing one with the same address or domain. */
export function addMember(group: Group, member: Member): void {
  group.members.set((member.emailAddress || member.domain).toLowerCase(), member)
}
