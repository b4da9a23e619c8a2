/** Packages of a platform: rules, packing, verification. */
import type { Survey } from '../authoring/survey.ts'
import type { Finding } from '../integration/yaml/yaml.ts'

/** A finding of one rule. */
export interface Verdict {
  name: string
  findings: Finding[]
}

/** Values of the options that the platform adds to `soar pack`; paths are absolute. */
export type PackOptions = Readonly<Partial<Record<string, string>>>

/** What `soar verify` reports. */
export interface Verification {
  /** Number of files in the package. */
  files: number
  /** A sentence per difference. */
  differences: string[]
}

/** A platform's packages. */
export interface Packaging {
  /** A file name for examples. */
  example: string
  /** Checks options of `soar pack`. Throws REQUEST_INVALID. */
  check(options: PackOptions): void
  /** Runs the platform's rules. The survey must have no findings. */
  judge(survey: Survey): Promise<Verdict[]>
  /**
   * Writes the package; returns the text to print about it.
   *
   * @throws ActionError INTEGRATION_INVALID, REQUEST_INVALID, STORAGE_FAILED
   */
  pack(survey: Survey, options: PackOptions): Promise<string>
  /** Compares a package with its own checksums. Throws REQUEST_INVALID if it is not a package. */
  verify(content: Uint8Array): Verification
}
