import { describeTopThreats } from '../../support/actions/top-threats.ts'

describeTopThreats('get-top-threat-senders', { by: 'sender', address: 'noreply@bulk.example.net' })
