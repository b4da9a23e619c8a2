/** The platforms by name, each loaded on request. */
import { ActionError } from '../contract/errors.ts'
import type { Dialect } from './platform.ts'
import type { TableDialect } from './table.ts'

/** The dialects by the name `--dialect` takes, each loaded when it is asked for. */
export const dialects: Readonly<Record<string, () => Promise<Dialect>>> = {
  plain: async () => (await import('./plain.ts')).plain,
  secops: async () => (await import('./secops/action.ts')).secops,
}

/** The dialects that connectors speak. */
export const connectorDialects: Readonly<Record<string, () => Promise<Dialect>>> = {
  secops: async () => (await import('./secops/connector.ts')).secopsConnector,
}

/** The tables' dialects by the name `--dialect` takes. Our own spelling has none. */
export const tableDialects: Readonly<Record<string, () => Promise<TableDialect>>> = {
  'devo-pipe': async () => (await import('./devo/devo.ts')).devoPipe,
  'devo-file': async () => (await import('./devo/devo.ts')).devoFile,
}

/** The dialect of a name. Throws REQUEST_INVALID. */
export function findDialect<D>(known: Readonly<Record<string, () => Promise<D>>>, name: string): Promise<D> {
  const load = Object.hasOwn(known, name) ? known[name] : undefined
  if (load) return load()
  const reason = `there is no dialect "${name.slice(0, 40)}". Use one of: ${Object.keys(known).join(', ')}.`
  throw new ActionError('REQUEST_INVALID', { reason }, { unsent: true })
}
