/** Keeps small values in the browser; works without storage, too. */

/** Reads a kept value; undefined if there is none or the browser keeps nothing. */
export function stored(name: string, where: 'local' | 'session' = 'local'): string | undefined {
  try {
    return storageOf(where).getItem(`soar.${name}`) ?? undefined
  } catch {
    return undefined
  }
}

/** Keeps a value, or removes it. A browser that refuses to keep it changes nothing else. */
export function store(name: string, value: string | undefined, where: 'local' | 'session' = 'local'): void {
  try {
    if (value === undefined) storageOf(where).removeItem(`soar.${name}`)
    else storageOf(where).setItem(`soar.${name}`, value)
  } catch {
    // Full or forbidden: the value lives as long as the page does.
  }
}

const storageOf = (where: 'local' | 'session'): Storage => (where === 'local' ? localStorage : sessionStorage)
