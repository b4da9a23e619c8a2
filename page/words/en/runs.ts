/** Phrases about the history of runs, in English. */
import { countEn as count } from '../count.ts'

/** Phrases of the list of runs. */
export const runs = {
  intro: 'Every run on your connections: who ran what, with which inputs, and how it ended.',
  export: 'Export',
  exporting: (n: number) => `Exporting: ${count(n, 'run')} so far`,
  unsettled: (n: number) =>
    n === 1
      ? '1 change has an unknown outcome.'
      : `${n.toLocaleString('en')} changes have an unknown outcome.`,
  unsettledText: 'It was sent, no answer came, and it is never sent again automatically.',
  settle: 'Look and settle',
  find: 'Search inputs, messages, people, ids and codes',
  outcome: 'Outcome',
  connection: 'Connection',
  allConnections: 'All connections',
  via: 'Started by',
  allVias: 'Page, API, MCP, tables',
  vias: { page: 'Page', api: 'API', mcp: 'MCP', table: 'Tables' },
  with: 'With',
  who: 'Who',
  took: 'Took',
  when: 'When (UTC)',
  defaults: 'defaults',
  items: (n: number) => count(n, 'value'),
  rows: (n: number) => count(n, 'row'),
  none: 'No run matches.',
  noneYet: 'There are no runs yet. Run an action, and it appears here.',
  shown: (n: number) => count(n, 'run'),
  more: 'Show older runs',
  remove: (filter: string) => `Remove the filter ${filter}`,
  filters: { action: 'action', actor: 'by', case_id: 'case', code: 'code' },
  only: (name: string, value: string) => `${name} ${value}`,
}
