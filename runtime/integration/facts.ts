/** Facts about the sources of a build, by which a run knows that they changed. */

/** The facts about one source file. */
export interface FileFacts {
  /** Relative to the root. */
  file: string
  size: number
  mtimeMs: number
  /** SHA-256 of the content, base64. */
  hash: string
}

/** The facts about all sources of an integration. Not a part of the product, because they contain dates. */
export interface Facts {
  /** Files that every action depends on: integration.yaml, the client, translations. */
  shared: readonly FileFacts[]
  /** Files of one action, by its id. */
  actions: Readonly<Record<string, readonly FileFacts[]>>
}

/** File beside the built integration that holds the facts. */
export const FACTS_FILE = '.sources.json'
