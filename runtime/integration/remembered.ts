/** Loads things by name once, and forgets failures. */

/**
 * Remembers what `load` found by name. Failures and names without anything are not kept: they come from callers, who may
 * send any number of them.
 */
export function remembered<T>(load: (name: string) => Promise<T>): (name: string) => Promise<T> {
  const known = new Map<string, Promise<T>>()
  return (name) => {
    const before = known.get(name)
    if (before) return before
    const loading = load(name)
    const forget = () => known.delete(name)
    loading.then((found) => found === undefined && forget(), forget)
    known.set(name, loading)
    return loading
  }
}
