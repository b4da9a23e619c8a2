/** How one platform spells a table: rows in, lines out. */
import type { Json, Row } from '../contract/json.ts'
import type { Environment } from '../integration/config/config.ts'
import type { Manifest } from '../integration/manifest.ts'
import type { ParameterSpec, ParameterSpecs } from '../schema/parameters.ts'
import type { GivenOptions } from './options.ts'

/** One row of the table. */
export interface SourceRow {
  /** Its place in the table, from 0. */
  index: number
  /** Values by column; undefined when it could not be read. */
  columns: Record<string, unknown> | undefined
  /** Why it could not be read: a sentence. */
  fault?: string
  /** The name the platform has for the row. */
  id?: string
}

/** One line of the answer, before it is spelled. */
export interface AnswerLine {
  has_error: boolean
  error: string | null
  /** A code of docs/errors.md. */
  error_code: string | null
  /** The record. */
  fields: Row
  /** In a failure without a record: the row that came in, null when it could not be read. */
  data?: Json
  /** The platform has no name for the row in this line. */
  anonymous?: boolean
}

/** Spells a line; with its line end. `notes` are warnings of the run that the line is about. */
export type Print = (line: AnswerLine, row: SourceRow, notes: readonly string[]) => string

/** Takes the columns out of what the platform wraps a row in; a text says what is wrong with it. */
export type Unwrap = (value: Record<string, unknown>) => Record<string, unknown> | string

/** Sources by parameter, under whatever name it was written. */
export interface Bindings {
  /** Templates over the columns. */
  templates: Record<string, string>
  /** Names of columns whose value is taken as it is. */
  columns: Record<string, string>
  /** The same for every row. */
  constants: Record<string, unknown>
}

/** A platform's tables. All functions are pure. */
export interface TableDialect {
  unwrap?: Unwrap
  /** Column with the platform's name for a row. */
  idColumn?: string
  print: Print
  /** The line of a row that has not the column. */
  missingColumn(column: string): AnswerLine
  /** The line of a row whose column holds what the parameter cannot be. */
  badColumn(column: string, value: Json): AnswerLine
  /** A value as the platform means it, before our own grammar reads it. */
  convert(value: unknown, spec: ParameterSpec | undefined): unknown
  /** Where the platform keeps table and answer, when no option names them. Throws REQUEST_INVALID. */
  files?(given: GivenOptions, place: Place): Promise<TableFiles>
  /** What the environment says of the parameters. */
  bindings(env: Environment, specs: ParameterSpecs, given: GivenOptions): Bindings
  /** What a line of the action's result holds. */
  shape(manifest: Manifest): Shape
  /** What goes to stderr when the table cannot be begun. */
  refusal(message: string, problems: readonly { where: string; message: string }[]): string
}

/** Where a command was started. */
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

/** What stands in a line: the fields of the record, or one field `result` with the whole result or its sentence. */
export type Shape = 'fields' | 'value' | 'message'
