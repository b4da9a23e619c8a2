/** Options that a platform adds to commands. */

/** One option, as the command line declares its own. */
export interface PlatformOption {
  name: string
  /** The placeholder for the value in help; without it the option is a switch. */
  value?: string
  help: string
  /** May be given more than once. */
  many?: boolean
  complete?: 'file' | 'folder' | readonly string[]
}

/** Options as given. */
export interface GivenOptions {
  /** The last value of an option, if it was given. */
  text(name: string): string | undefined
  /** All values of an option. */
  all(name: string): readonly string[]
  /** Whether a switch was given. */
  has(name: string): boolean
}

/** The commands that show platform options. */
export type PlatformCommand = 'run' | 'rows' | 'mcp' | 'pack'
