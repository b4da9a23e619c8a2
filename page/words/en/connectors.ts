/** Phrases about connectors, in English. */
import { countEn as count } from '../count.ts'

/** Phrases of the views of connectors. */
export const connectors = {
  intro: 'Connectors fetch new events and create alerts. A preview shows the alerts that would be created.',
  none: 'No integration has a connector.',
  preview: (connection: string) => `Preview on ${connection}`,
  running: 'Fetching…',
  test: 'A test run: nothing is kept, and no alert is created.',
  alerts: 'Alerts',
  waiting: 'The alerts are shown here.',
  more: (n: number) => `${count(n, 'more alert')}`,
  others: 'State and counts',
}
