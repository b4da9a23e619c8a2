/** The address in the browser: read it, and go to another one. */
import { signal } from '@preact/signals'

/** Where the page is. */
interface Address {
  path: string
  query: URLSearchParams
}

const read = (): Address => ({
  path: location.pathname === '/' ? '/actions' : location.pathname,
  query: new URLSearchParams(location.search),
})

/** The current address. Views read it; only this module writes it. */
export const address = signal<Address>(read())

/** Goes to an address of this page. `replace` keeps the browser's history as it is. */
export function go(to: string, { replace = false } = {}): void {
  if (to === `${location.pathname}${location.search}`) return
  history[replace ? 'replaceState' : 'pushState'](null, '', to)
  address.value = read()
}

/** Replaces parts of the query; undefined removes a part. */
export function setQuery(parts: Readonly<Record<string, string | undefined>>): void {
  const query = new URLSearchParams(location.search)
  for (const [name, value] of Object.entries(parts)) {
    if (value) query.set(name, value)
    else query.delete(name)
  }
  go(query.size === 0 ? location.pathname : `${location.pathname}?${query}`, { replace: true })
}

/** Follows clicks on links within the page, and the browser's back and forward. */
export function startRouter(): void {
  addEventListener('popstate', () => {
    address.value = read()
  })
  addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null
    const isPlain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    if (!link?.href || !isPlain || event.defaultPrevented || link.target || link.hasAttribute('download'))
      return
    const url = new URL(link.href)
    if (url.origin !== location.origin || url.hash || url.pathname.startsWith('/v1/')) return
    event.preventDefault()
    go(`${url.pathname}${url.search}`)
  })
}
