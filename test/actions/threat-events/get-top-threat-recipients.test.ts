import { describeTopThreats } from '../../support/actions/top-threats.ts'

describeTopThreats('get-top-threat-recipients', { by: 'recipient', address: 'info@example.com' })
