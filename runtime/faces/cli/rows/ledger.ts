/** Opens the ledger of `soar rows`. */
import { hash } from 'node:crypto'
import type { LoadedAction } from '../../../integration/action.ts'
import type { Bag } from '../../../schema/parameters.ts'
import { type Ledger, openLedger } from '../../../table/ledger/ledger.ts'
import { delimiterOf, type Settings } from './settings.ts'
import type { Table } from './table.ts'

/** The facts that must match those the ledger was created with. */
export function openOwnLedger(file: string, settings: Settings, table: Table): Promise<Ledger> {
  const { open, actionName, bound, names, dialect } = table
  const { action, secrets } = open
  const config = withoutSecrets(open.config, (name) => secrets.has(name))
  const format = dialect === undefined ? null : settings.dialect
  return openFingerprinted(file, settings, { action, actionName, bound, names, config, format })
}

/** What a ledger is made for. */
export interface LedgerSubject extends Pick<Table, 'actionName' | 'bound' | 'names'> {
  action: LoadedAction
  /** Without secrets. */
  config: Bag
  /** The format of a platform. */
  format?: string | null | undefined
}

/** Opens the ledger of a table, on this machine or on an engine. */
export function openFingerprinted(
  file: string,
  settings: Settings,
  { action, actionName, bound, names, config, format = null }: LedgerSubject,
): Promise<Ledger> {
  const specs = action.manifest.parameters
  const constants = withoutSecrets(bound.constants, (name) => specs[name]?.secret)
  const { outFormat, delimiter, literalCells, keep, withEmpty, once, inFormat } = settings
  return openLedger({
    file,
    resume: settings.resume,
    now: new Date().toISOString(),
    fingerprint: {
      action: actionName,
      inputs: print([bound.templates, bound.columns, constants, names, inFormat, once]),
      config: print(config),
      output: print([
        outFormat,
        delimiter ?? delimiterOf(settings.out),
        keep,
        withEmpty,
        format,
        // Ledgers of older versions do not record this.
        ...(literalCells ? [true] : []),
      ]),
    },
  })
}

const withoutSecrets = (bag: Bag, secret: (name: string) => boolean | undefined): Bag =>
  Object.fromEntries(Object.entries(bag).filter(([name]) => !secret(name)))

const print = (value: unknown): string => hash('sha256', JSON.stringify(value), 'hex').slice(0, 16)
