/** The phrases of the page, in English. The other languages have the same ones, or they do not compile. */
import { countEn as count } from './count.ts'
import { run } from './en/run.ts'

/** Phrases in English. Those with values are functions. */
export const en = {
  nav: {
    actions: 'Actions',
    tables: 'Tables',
    connectors: 'Connectors',
    runs: 'Runs',
    connections: 'Connections',
    templates: 'Templates',
    api: 'API',
  },
  frame: {
    navigation: 'Navigation',
    views: 'Views',
    setUp: 'Set up',
    skip: 'Skip to content',
    language: 'Language',
    theme: { light: 'Light', dark: 'Dark' },
    connection: 'Connection that actions run on',
    chooseConnection: 'Choose a connection',
    noConnection: 'No connection',
    unknownConnection: (name: string) =>
      `There is no connection "${name}" that you can use. Choose another one before you run anything.`,
    unsettled: (n: number) => `${count(n, 'change')} with an unknown outcome`,
  },
  connectionKind: { production: 'production', test: 'test' },
  effect: {
    label: 'Effect',
    read: 'Reads',
    write: 'Changes',
    destructive: 'Destructive',
    connector: 'Connector',
  },
  status: {
    queued: 'Queued',
    running: 'Running',
    succeeded: 'Succeeded',
    failed: 'Failed',
    partly: 'Partly',
    unknown: 'Unknown',
    cancelled: 'Cancelled',
  },
  all: 'All',
  close: 'Close',
  cancel: 'Cancel',
  copy: 'Copy',
  copied: (what: string) => `${what} copied`,
  notCopied: 'The browser did not allow copying.',
  tryAgain: 'Try again',
  more: (n: number) => `Show more (${count(n, 'character')} left)`,
  permission: 'Permission',
  unreachable: 'The server did not answer. Check that it is running.',
  notFound: { title: 'Not found', text: 'There is no view with this address.' },
  signIn: {
    title: 'Sign in',
    text: 'Open the link that soar serve printed, or enter an access token.',
    token: 'Access token',
    submit: 'Sign in',
  },
  help: {
    title: 'Keyboard shortcuts',
    single: 'Single-key shortcuts',
    keys: {
      '/': 'Search',
      'Ctrl Enter': 'Run, or open the confirmation',
      'j k': 'Next row, previous row',
      x: 'Select the row',
      c: 'Copy the row',
      '?': 'Show this list',
      Esc: 'Close',
    },
  },
  catalogue: {
    intro:
      'Everything you can run in the tenant. Reads change nothing, and every change shows its plan first.',
    find: 'Search by name, id, parameter or field',
    found: (n: number) => count(n, 'action'),
    none: (search: string) => `No action matches "${search}".`,
    action: 'Action',
    last: 'Last run',
    never: 'never',
  },
  run,
}

/** What every language provides. */
export type Words = typeof en
