import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'
import { refusalCase } from '../../support/refusals.ts'

const PATH = '/api/email/send-email'
const to = [{ emailAddress: 'dana@example.com' }]
const text = { to: 'dana@example.com', subject: 'Notice', body: 'Text\n' }

describeAction('send-email', {
  path: PATH,
  sends: [
    {
      body: {
        data: [
          {
            to,
            subject: 'Phishing: please do not open',
            plainBody: { content: 'The email "Your parcel is waiting" is phishing. Please delete it.\n' },
          },
        ],
      },
    },
  ],
  cases: {
    'copies, HTML and an answer to an email': {
      parameters: {
        to: 'Dana Example <dana@example.com>; sam@example.com',
        cc: 'info@example.com',
        bcc: ['ap@example.com'],
        subject: 'Notice',
        html_body: '<p>Text</p>',
        in_reply_to: '<1@a.example.com>',
      },
      sends: [
        {
          body: {
            data: [
              {
                to: [...to, { emailAddress: 'sam@example.com' }],
                cc: [{ emailAddress: 'info@example.com' }],
                bcc: [{ emailAddress: 'ap@example.com' }],
                subject: 'Notice',
                inReplyTo: '<1@a.example.com>',
                htmlBody: { content: '<p>Text</p>' },
              },
            ],
          },
        },
      ],
      result: { message_id: '<soar-0001@example.com>', date: expect.any(String), invalid_recipients: [] },
    },
    'a text may have HTML beside it': {
      parameters: { ...text, html_body: '<p>Text</p>' },
      sends: [
        {
          body: {
            data: [
              {
                to,
                subject: 'Notice',
                plainBody: { content: 'Text\n' },
                htmlBody: { content: '<p>Text</p>' },
              },
            ],
          },
        },
      ],
    },
    'an email without any body is refused before a request': {
      parameters: { to: 'dana@example.com', subject: 'Notice' },
      code: 'PARAMETER_INVALID',
      says: '"Body" or "HTML Body" is required',
      sends: [],
    },
    'some recipients are invalid: the run says which and is not a success': {
      parameters: { ...text, cc: 'gone@invalid.test' },
      result: {
        message_id: '<soar-0001@example.com>',
        date: expect.any(String),
        invalid_recipients: ['gone@invalid.test'],
      },
      code: 'VENDOR_REJECTED',
      says: 'was not sent to gone@invalid.test',
    },
    'a refusal is reported in words of Mimecast': refusalCase(
      PATH,
      { field: 'subject', code: 'err_validation_null', message: 'Field cannot be null' },
      { to },
    ),
    'an empty answer leaves the outcome unknown': {
      faults: [{ path: PATH, body: { meta: { status: 200 }, data: [], fail: [] } }],
      code: 'OUTCOME_UNKNOWN',
    },
    'a text that is not an address is refused before a request': {
      parameters: { ...text, to: 'dana' },
      code: 'PARAMETER_INVALID',
      sends: [],
    },
  },
})
