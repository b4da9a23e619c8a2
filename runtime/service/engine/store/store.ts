/** The store for payloads that are too large for an engine. */

/** The names of objects: the SHA-256 of their content. */
export const NAME = /^[0-9a-f]{64}$/

/** Keeps sealed payloads. Both sides of an engine use the same store. */
export interface Store {
  /** Stores an object; resolves when it is durable. Throws STORAGE_FAILED. */
  put(name: string, data: Uint8Array): Promise<void>
  /** Throws STORAGE_FAILED, also if there is no such object. */
  get(name: string): Promise<Uint8Array>
}

/** Where a store is looked up. */
export interface StoreLookup {
  env: Readonly<Record<string, string | undefined>>
  cwd: string
}
