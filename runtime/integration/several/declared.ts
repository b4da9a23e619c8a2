/** What an integration.yaml declares, read without checking the file. */

const isName = (text: string): boolean => /^[a-z][a-z0-9-]*$/.test(text)

/** Returns the id; undefined if the file is not YAML or has none. The usual form is found without parsing the file. */
export async function idIn(text: string): Promise<string | undefined> {
  const line = text.split('\n').find((one) => one.startsWith('id:'))
  const written = line?.slice('id:'.length).trim() ?? ''
  if (isName(written)) return written
  const { readYaml } = await import('../yaml/yaml.ts')
  const { data } = readYaml('integration.yaml', text)
  const id = data !== null && typeof data === 'object' ? (data as { id?: unknown }).id : undefined
  return typeof id === 'string' && isName(id) ? id : undefined
}

/** Returns every word that may be the environment variable of a configuration field. */
export function variablesIn(text: string): Set<string> {
  return new Set(text.split(/[^A-Za-z0-9_]+/).filter((word) => /^[A-Z][A-Z0-9_]*$/.test(word)))
}
