import { formatDate } from '../../../simulator/dates.ts'
import type { ConnectorCase } from '../../support/connector-case.ts'

const given: ConnectorCase = {
  id: 'audit-events',
  streams: [
    {
      name: 'audit_events',
      path: '/api/audit/get-audit-events',
      permission: 'Account | Logs | Read',
      overlap: 5,
      put: (simulator, { mark, at }) => {
        const row = {
          id: mark,
          auditType: 'Logon Authentication Failed',
          user: 'ap@example.com',
          eventTime: formatDate(at),
          eventInfo:
            'Failed authentication for ap@example.com, IP: 203.0.113.77, Application: Administration Console',
          category: 'authentication_logs',
        }
        simulator.seed({ rows: { audit: [row] } })
      },
    },
  ],
}

export default given
