/** Converts one platform's tables: rows in, lines out. */
import type { Json, Row } from '../contract/json.ts'
import type { Environment } from '../integration/config/config.ts'
import type { Manifest } from '../integration/manifest.ts'
import type { ParameterSpec, ParameterSpecs } from '../schema/parameters.ts'
import type { Alert } from '../sdk/connector/alert.ts'
import type { GivenOptions } from './options.ts'

/** One row of the table. */
export interface SourceRow {
  /** Its position in the table, from 0. */
  index: number
  /** Values by column; undefined when it could not be read. */
  columns: Record<string, unknown> | undefined
  /** The reason why it could not be read: a sentence. */
  fault?: string
  /** The platform's name for the row. */
  id?: string
}

/** One line of the answer, before formatting. */
export interface AnswerLine {
  has_error: boolean
  error: string | null
  /** A code of docs/errors.md. */
  error_code: string | null
  /** The record. */
  fields: Row
  /** In a failure without a record: the input row, null if it could not be read. */
  data?: Json
  /** The platform has no name for the row in this line. */
  anonymous?: boolean
}

/** Formats a line, with its line end. `notes` are warnings of the run about the line. */
export type Print = (line: AnswerLine, row: SourceRow, notes: readonly string[]) => string

/** Extracts the columns from the platform's row envelope; a text describes what is wrong with it. */
export type Unwrap = (value: Record<string, unknown>) => Record<string, unknown> | string

/** Sources by parameter, under the names they were given. */
export interface Bindings {
  /** Templates over the columns. */
  templates: Record<string, string>
  /** Names of columns whose value is used unchanged. */
  columns: Record<string, string>
  /** Constants for every row. */
  constants: Record<string, unknown>
}

/** A platform's tables. All functions are pure. */
export interface TableDialect {
  unwrap?: Unwrap
  /** Column with the platform's name for a row. */
  idColumn?: string
  print: Print
  /** The record of an alert, for connectors. */
  alert(alert: Alert): Row
  /** The line of a row that lacks the column. */
  missingColumn(column: string): AnswerLine
  /** The line of a row whose column has an invalid value for the parameter. */
  badColumn(column: string, value: Json): AnswerLine
  /** Converts a value from the platform's notation before our own grammar reads it. */
  convert(value: unknown, spec: ParameterSpec | undefined): unknown
  /** The platform's files for table and answer, if no option names them. Throws REQUEST_INVALID. */
  files?(given: GivenOptions, place: Place): Promise<TableFiles>
  /** The parameters in the environment. */
  bindings(env: Environment, specs: ParameterSpecs, given: GivenOptions): Bindings
  /** The content of a line of the action's result. */
  shape(manifest: Manifest): Shape
  /** The text for stderr if the table cannot be started. */
  refusal(message: string, problems: readonly { where: string; message: string }[]): string
}

/** The environment in which a command was started. */
export interface Place {
  env: Environment
  /** Absolute. */
  cwd: string
}

/** Files of JSON lines; absolute. */
export interface TableFiles {
  /** Undefined for a table without rows. */
  in: string | undefined
  out: string
}

/** The content of a line: the fields of the record, or one field `result` with the whole result or its sentence. */
export type Shape = 'fields' | 'value' | 'message'
