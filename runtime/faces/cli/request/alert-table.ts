/** Writes the alerts of a connector as rows of a platform that passes tables. */
import { refuse } from '../../../contract/refuse.ts'
import type { Result } from '../../../contract/result.ts'
import type { Manifest } from '../../../integration/manifest.ts'
import type { GivenOptions } from '../../../platforms/options.ts'
import { alertDialects, find } from '../../../platforms/registry.ts'
import type { TableDialect } from '../../../platforms/table.ts'
import { type Alert, isAlert } from '../../../sdk/connector/alert.ts'
import type { Io } from '../process/io.ts'

/** How the rows of one platform are written, and what it passes in the environment. */
export interface AlertTable {
  parameters: Record<string, unknown>
  templates: Record<string, string>
  /** All lines of a result; a failure is one line. */
  print(result: Omit<Result, 'state'>): string
}

/** `soar connect` has none of the platforms' options. */
const NONE: GivenOptions = { text: () => undefined, all: () => [], has: () => false }

/** Whether a dialect writes alerts as rows. */
export const isAlertDialect = (name: string): boolean => Object.hasOwn(alertDialects, name)

/** Throws PARAMETER_INVALID for variables that are not UTF-8, REQUEST_INVALID for one that names a column. */
export async function alertTable(name: string, manifest: Manifest, { env }: Io): Promise<AlertTable> {
  const dialect = await find('dialect', alertDialects, name).load()
  const { templates, columns, constants } = dialect.bindings(env, manifest.parameters, NONE)
  const [column] = Object.keys(columns)
  if (column !== undefined)
    throw refuse(
      `A connector reads no rows: "${column}" cannot come from a column. Give it a value or a template.`,
    )
  return { parameters: constants, templates, print: (result) => linesOf(dialect, result) }
}

function linesOf(
  dialect: TableDialect,
  { is_success, json_result, error, output_message }: Omit<Result, 'state'>,
): string {
  const source = { index: 0, columns: undefined }
  const line = { error_code: null, anonymous: true, fields: {} }
  if (!is_success) {
    const failure = {
      ...line,
      has_error: true,
      error: output_message,
      error_code: error?.code ?? null,
      data: null,
    }
    return dialect.print(failure, source, [])
  }
  const { alerts = [] } = json_result as { alerts?: unknown[] }
  return alerts
    .filter((alert): alert is Alert => isAlert(alert))
    .map((alert) =>
      dialect.print({ ...line, has_error: false, error: null, fields: dialect.alert(alert) }, source, []),
    )
    .join('')
}
