/** Options that a platform adds to commands. */

/** One option, as the command line declares its own. */
export interface PlatformOption {
  name: string
  /** How help calls the value; without it the option is a switch. */
  value?: string
  help: string
  /** May be given more than once. */
  many?: boolean
  complete?: 'file' | 'folder' | readonly string[]
}

/** Options as they were given. */
export interface GivenOptions {
  /** The last value of an option, if it was given. */
  text(name: string): string | undefined
  /** All values of an option. */
  all(name: string): readonly string[]
  /** Whether a switch was given. */
  has(name: string): boolean
}

/** The commands that show options of platforms. */
export type PlatformCommand = 'run' | 'rows' | 'mcp' | 'pack'
