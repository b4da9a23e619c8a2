import { formatZulu } from '../../../simulator/dates.ts'
import type { ConnectorCase } from '../../support/connector-case.ts'

const given: ConnectorCase = {
  id: 'reported-emails',
  streams: [
    {
      name: 'reported_emails',
      path: '/threat-reporting/v1/reported-emails',
      permission: 'Security Events and Data Retrieval | Threat and Security Statistics | Read',
      overlap: 60,
      put: (simulator, { mark, at }) => {
        const message = {
          messageId: `<${mark}@bulk.example.net>`,
          messageAggregateId: mark,
          subject: 'Your parcel is waiting',
          lastReportedDate: formatZulu(at),
          senderHeaders: ['noreply@bulk.example.net'],
          recipients: ['dana@example.com'],
          recipientsCount: 12,
          reportersCount: 1,
        }
        const threatAnalysis = { threatAnalysisId: `ta-${mark}`, classification: 'Malicious' }
        simulator.seed({ rows: { reported_emails: [{ message, threatAnalysis }] } })
      },
    },
  ],
}

export default given
