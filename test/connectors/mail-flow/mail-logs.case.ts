import { formatDate } from '../../../simulator/dates.ts'
import type { ConnectorCase } from '../../support/connector-case.ts'

const given: ConnectorCase = {
  id: 'mail-logs',
  parameters: { streams: 'dlp, rejections, released' },
  streams: [
    {
      name: 'dlp',
      path: '/api/dlp/get-logs',
      permission: 'Monitoring | Data Leak Prevention | Read',
      overlap: 15,
      put: (simulator, { mark, at }) => {
        const row = {
          eventTime: formatDate(at),
          action: 'hold',
          policy: 'Cards',
          messageId: `<${mark}@x.example>`,
        }
        simulator.seed({ rows: { dlp: [row] } })
      },
    },
    {
      name: 'rejections',
      path: '/api/gateway/get-rejections',
      permission: 'Monitoring | Rejections | Read',
      overlap: 15,
      put: (simulator, { mark, at }) =>
        simulator.seed({ rows: { rejections: [{ id: mark, created: formatDate(at), type: 'RBL' }] } }),
    },
    {
      name: 'released',
      path: '/api/gateway/get-held-release-logs',
      permission: 'Monitoring | Held | Read',
      overlap: 15,
      put: (simulator, { mark, at }) =>
        simulator.seed({ rows: { released: [{ id: mark, released: formatDate(at), status: 'released' }] } }),
    },
  ],
}

export default given
