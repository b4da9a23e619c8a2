/** A platform as one object whose parts are loaded when needed. */
import type { Integration } from '../integration/integration.ts'
import type { CallArguments } from './arguments.ts'
import type { Address, Dialect, Incoming } from './dialect.ts'
import type { GivenOptions, PlatformCommand, PlatformOption } from './options.ts'
import type { Packaging } from './packaging.ts'
import type { TableDialect } from './table.ts'

/** Everything the product knows about one platform. */
export interface Platform {
  /** Its name for `--dialect` and `--target`. */
  id: string
  /** The dialect of single runs. */
  action?: () => Promise<Dialect>
  /** The dialect of connectors. */
  connector?: () => Promise<Dialect>
  /** The dialects of tables, by their `--dialect` names. */
  table?: Readonly<Record<string, TableMode>>
  /** A request named by an option, instead of one on standard input. */
  request?: (given: GivenOptions) => RequestSource | undefined
  /** Arguments that every tool call accepts besides the action's own. */
  callArguments?: (given: GivenOptions) => Promise<CallArguments>
  /** Its packages. */
  package?: () => Promise<Packaging>
  /** Options that it adds to commands. */
  options?: Partial<Readonly<Record<PlatformCommand, readonly PlatformOption[]>>>
}

/** One way in which a platform passes tables. */
export interface TableMode {
  load: () => Promise<TableDialect>
  /** The platform names the files of table and answer: standard input is not read. */
  namesFiles?: true
}

/** A request from an option of a platform. */
export interface RequestSource {
  /** As `address` of a dialect. */
  address(options: SourceOptions): Promise<Address>
  /**
   * Reads the request.
   *
   * @param text the text of standard input, or nothing
   * @throws ActionError
   */
  read(text: string, integration: Integration, options: SourceOptions): Promise<Incoming>
}

/** The settings for reading a request. */
export interface SourceOptions {
  /** Base folder of relative file names. */
  cwd: string
  /** The result of printing an undefined name in a template. */
  undefined?: 'error' | 'empty'
}
