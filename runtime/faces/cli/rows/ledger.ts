/** Opens the ledger of `soar rows`. */
import { hash } from 'node:crypto'
import type { Bag } from '../../../schema/parameters.ts'
import { type Ledger, openLedger } from '../../../table/ledger/ledger.ts'
import { delimiterOf, type Settings } from './settings.ts'
import type { Table } from './table.ts'

/** The facts that must match those the ledger was created with. */
export function openOwnLedger(
  file: string,
  settings: Settings,
  { open, actionName, bound, names, dialect }: Table,
): Promise<Ledger> {
  const { action, config } = open
  const specs = action.manifest.parameters
  const withoutSecrets = (bag: Bag, secret: (name: string) => boolean | undefined): Bag =>
    Object.fromEntries(Object.entries(bag).filter(([name]) => !secret(name)))
  const constants = withoutSecrets(bound.constants, (name) => specs[name]?.secret)
  const print = (value: unknown): string => hash('sha256', JSON.stringify(value), 'hex').slice(0, 16)
  const { outFormat, delimiter, literalCells, keep, withEmpty, once, inFormat } = settings
  return openLedger({
    file,
    resume: settings.resume,
    now: new Date().toISOString(),
    fingerprint: {
      action: actionName,
      inputs: print([bound.templates, bound.columns, constants, names, inFormat, once]),
      config: print(withoutSecrets(config, (name) => open.secrets.has(name))),
      output: print([
        outFormat,
        delimiter ?? delimiterOf(settings.out),
        keep,
        withEmpty,
        dialect === undefined ? null : settings.dialect,
        // Ledgers of older versions do not record this.
        ...(literalCells ? [true] : []),
      ]),
    },
  })
}
