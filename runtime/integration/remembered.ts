/** Caches loaded values by name, but not failures. */

/**
 * Caches the results of `load` by name. Failures and names without a value are not cached: the names come from callers and
 * their number is unlimited.
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
