import { formatDate } from '../../../simulator/dates.ts'
import type { ConnectorCase } from '../../support/connector-case.ts'

const given: ConnectorCase = {
  id: 'ttp-incidents',
  streams: [
    {
      name: 'url',
      path: '/api/ttp/url/get-logs',
      permission: 'Monitoring | URL Protection | Read',
      overlap: 15,
      put: (simulator, { mark, at }) => {
        const row = {
          date: formatDate(at),
          scanResult: 'malicious',
          action: 'allow',
          url: `https://login.bulk.example.net/${mark}`,
          userEmailAddress: 'dana@example.com',
          fromUserEmailAddress: 'deals@bulk.example.net',
          messageId: '<parcel@bulk.example.net>',
          route: 'inbound',
        }
        simulator.seed({ rows: { url: [row] } })
      },
    },
    {
      name: 'attachment',
      path: '/api/ttp/attachment/get-logs',
      permission: 'Monitoring | Attachment Protection | Read',
      overlap: 15,
      put: (simulator, { mark, at }) => {
        const row = {
          date: formatDate(at),
          result: 'malicious',
          fileName: `${mark}.exe`,
          fileHash: mark,
          senderAddress: 'deals@bulk.example.net',
          recipientAddress: 'dana@example.com',
          actionTriggered: 'none, none',
          messageId: '<parcel@bulk.example.net>',
          route: 'inbound',
        }
        simulator.seed({ rows: { attachment: [row] } })
      },
    },
    {
      name: 'impersonation',
      path: '/api/ttp/impersonation/get-logs',
      permission: 'Monitoring | Impersonation Protection | Read',
      overlap: 15,
      put: (simulator, { mark, at }) => {
        const row = {
          id: mark,
          eventTime: formatDate(at),
          senderAddress: 'ceo@examp1e.test',
          recipientAddress: 'dana@example.com',
          taggedMalicious: true,
          action: 'none',
          identifiers: ['similar_internal_domain'],
        }
        simulator.seed({ rows: { impersonation: [row] } })
      },
    },
  ],
}

export default given
