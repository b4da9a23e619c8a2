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
export const FACTS_FILE = '.sources.jsonl'

/** Writes facts: a line for the shared files, and one for each action. A run reads two of them. */
export const writeFacts = ({ shared, actions }: Facts): string =>
  [
    JSON.stringify(shared),
    ...Object.entries(actions).map(([id, files]) => `${JSON.stringify(id)}:${JSON.stringify(files)}`),
    '',
  ].join('\n')

/** Facts that were written, each read when it is asked for. */
export interface WrittenFacts {
  shared(): readonly FileFacts[]
  /** Undefined if the build did not have the action. */
  action(id: string): readonly FileFacts[] | undefined
}

/** Opens the text that `writeFacts` wrote. Only the lines that are asked for are decoded: they grow with the actions. */
export function openFacts(text: Buffer): WrittenFacts {
  const lineAt = (start: number): string => text.toString('utf8', start, text.indexOf('\n', start))
  return {
    shared: () => JSON.parse(lineAt(0)),
    action(id) {
      const head = Buffer.from(`\n${JSON.stringify(id)}:`)
      const found = text.indexOf(head)
      return found === -1 ? undefined : JSON.parse(lineAt(found + head.length))
    },
  }
}
