import { SECOND } from '../dates.ts'
import type { JsonObject } from '../types.ts'
import { STORY_END } from './story.ts'

/** A log row of the sample answers, moved with the story. */
export interface StoryLog {
  time(anchor: number): number
  row(date: string): JsonObject
}

const log = (at: string, row: StoryLog['row']): StoryLog => ({
  time: (anchor) => Math.floor(anchor / SECOND) * SECOND - STORY_END + Date.parse(at),
  row,
})

const click = (row: JsonObject) => (date: string) => ({
  ttpDefinition: 'Default URL Protection Definition',
  adminOverride: 'N/A',
  userOverride: 'None',
  userAwarenessAction: 'N/A',
  date,
  route: 'inbound',
  creationMethod: 'User Click',
  emailPartsDescription: ['Body'],
  tagMap: {},
  ...row,
})

/** Rows that come before the generated ones of each log. */
export const STORY_LOGS: Record<'url' | 'attachment' | 'impersonation', readonly StoryLog[]> = {
  url: [
    log(
      '2026-03-09T10:04:53Z',
      click({
        userEmailAddress: 'ap@example.com',
        fromUserEmailAddress: 'deals@bulk.example.net',
        url: 'http://login.bulk.example.net/verify',
        subject: 'Your parcel is waiting',
        action: 'block',
        scanResult: 'malicious',
        category: 'Phishing & Fraud',
        sendingIp: '203.0.113.200',
        actions: 'Block',
        messageId: '<20260309100041.parcel.01@bulk.example.net>',
      }),
    ),
    log(
      '2026-03-09T16:52:10Z',
      click({
        userEmailAddress: 'dana@example.com',
        fromUserEmailAddress: 'legal@partner.example.net',
        url: 'https://partner.example.net/draft',
        subject: 'Re: contract draft',
        action: 'allow',
        scanResult: 'clean',
        category: 'Business',
        sendingIp: '198.51.100.24',
        actions: 'Allow',
        messageId: '<4d1c9a@partner.example.net>',
      }),
    ),
    log(
      '2026-03-10T09:20:00Z',
      click({
        userEmailAddress: 'dana@example.com',
        fromUserEmailAddress: 'news@newsletter.example.org',
        url: 'https://newsletter.example.org/q2',
        subject: 'Quarterly pricing update',
        action: 'allow',
        scanResult: 'clean',
        category: 'Business',
        sendingIp: '198.51.100.77',
        actions: 'Allow',
        messageId: '<0102019cf1a2@newsletter.example.org>',
      }),
    ),
  ],
  attachment: [
    log('2026-03-09T16:40:09Z', (date) => ({
      senderAddress: 'legal@partner.example.net',
      recipientAddress: 'dana@example.com',
      fileName: 'contract-draft.docx',
      fileType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      result: 'safe',
      actionTriggered: 'none, none',
      date,
      details: 'Safe \r\nTime taken: 0 hrs, 0 min, 2 sec',
      route: 'inbound',
      messageId: '<4d1c9a@partner.example.net>',
      subject: 'Re: contract draft',
      fileHash: 'cc8321d6375c494d043fdd0260f21bc0ec51dacc9f6abb7f909cdcd3041b78bf',
      definition: 'Default Attachment Protection Definition',
    })),
    log('2026-03-09T10:00:44Z', (date) => ({
      senderAddress: 'deals@bulk.example.net',
      recipientAddress: 'info@example.com',
      fileName: 'label.js',
      fileType: 'application/javascript',
      result: 'malicious',
      actionTriggered: 'user release, none',
      date,
      details: 'Malicious \r\nTime taken: 0 hrs, 0 min, 9 sec',
      route: 'inbound',
      messageId: '<20260309100041.parcel.01@bulk.example.net>',
      subject: 'Your parcel is waiting',
      fileHash: '1aca80e8b55c802f7b43740da2990e1b5735bbb323d93eb5ebda8395b04025e2',
      definition: 'Default Attachment Protection Definition',
    })),
  ],
  impersonation: [
    log('2026-03-09T12:59:49Z', (date) => ({
      id: 'MTOKEN:eNM6-E82a9Gg3LFld3NbeHD9ryk-kuCE0UQexpJKF0Qbg0ucC-RwD8YpPYM5ObwjDvrWWEiAjbJ4O0wbalz3-SqDamITj1oxelVd5PV7Zfq78JRzO6l7HzLUOfLsejcm4yC8xBqfK_qM3D-Ey-cRQ7',
      senderAddress: 'ceo@examp1e.test',
      recipientAddress: 'ap@example.com',
      subject: 'Quick favour',
      definition: 'Impersonation Protection',
      hits: 2,
      identifiers: ['newly_observed_domain', 'similar_internal_domain'],
      action: 'hold',
      taggedExternal: true,
      taggedMalicious: true,
      senderIpAddress: '203.0.113.91',
      eventTime: date,
      impersonationResults: [
        {
          impersonationDomainSource: 'newly_observed_domain',
          similarDomain: 'examp1e.test',
          stringSimilarToDomain: 'surbl_fresh',
        },
        {
          impersonationDomainSource: 'similar_internal_domain',
          similarDomain: 'examp1e.test',
          stringSimilarToDomain: 'example.com',
        },
      ],
      messageId: '<a1b2c3.imp.0001@examp1e.test>',
    })),
  ],
}
