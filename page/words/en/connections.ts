/** Phrases about connections, in English. */

/** Phrases of the view of a connection. */
export const connections = {
  intro: 'Tenants and their credentials. The page never receives a secret and cannot change one.',
  none: 'There is no connection that you can use. Connections are listed in the connections file of the server.',
  check: 'Check again',
  checking: 'Checking. This sends one read to the tenant.',
  levels: { ok: 'in order', warn: 'warning', failed: 'failed', skipped: 'not tried' },
  configuration: 'Configuration',
  set: 'set',
  notSet: 'not set',
  from: { environment: 'the environment', default: 'the default' },
  origin: (origin: string) => `, from ${origin}`,
  permissions: 'Permissions the role needs',
  copyList: 'Copy list',
  list: 'List',
}
