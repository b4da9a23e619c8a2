import { formatDate } from '../../../simulator/dates.ts'
import type { ConnectorCase } from '../../support/connector-case.ts'

const given: ConnectorCase = {
  id: 'remediation-incidents',
  streams: [
    {
      name: 'incidents',
      path: '/api/ttp/remediation/find-incidents',
      permission: 'Services | Threat Remediation | Read',
      overlap: 15,
      put: (simulator, { mark, at }) => {
        const time = formatDate(at)
        const row = { id: mark, code: `TR-${mark}`, type: 'automatic', create: time, modified: time }
        simulator.seed({ rows: { incidents: [row] } })
      },
    },
  ],
}

export default given
