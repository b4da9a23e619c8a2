import { type ConnectorCase, MINUTE } from '../../support/connector-case.ts'

const given: ConnectorCase = {
  id: 'held-messages',
  // Details take two requests for each alert; the connector's own test has them.
  parameters: { enrich: false },
  streams: [
    {
      name: 'held_messages',
      path: '/api/gateway/get-hold-message-list',
      permission: 'Account | Dashboard | Read',
      overlap: 60,
      put: (simulator, { mark, at }) => {
        simulator.seed({ mails: [{ subject: mark, minutes_ago: (Date.now() - at) / MINUTE }] })
      },
    },
  ],
}

export default given
