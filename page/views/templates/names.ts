/** Which names of a template are in a context. */
import type { Json } from '../../api/types.ts'

/** A name and whether there is data behind it. `run` and `params` are filled when an action runs. */
interface NameUse {
  name: string
  state: 'found' | 'missing' | 'at run'
  value?: Json
}

/** Looks up dotted names such as `context.event.from`. */
export function lookUp(names: readonly string[], context: Json): NameUse[] {
  return names.map((name) => {
    const [root = '', ...path] = name.split('.')
    if (root !== 'context') return { name, state: 'at run' }
    let value: Json | undefined = context
    for (const step of path) {
      const isContainer: boolean = typeof value === 'object' && value !== null
      value = isContainer
        ? (Object.entries(value as Record<string, Json>).find(([key]) => key === step) ?? [])[1]
        : undefined
    }
    return value === undefined ? { name, state: 'missing' } : { name, state: 'found', value }
  })
}

/** Dotted names of all values in a context, at most 60: what a template can read. */
export function namesIn(context: Json, prefix = 'context'): string[] {
  if (typeof context !== 'object' || context === null || Array.isArray(context)) return [prefix]
  return Object.entries(context)
    .flatMap(([key, value]) => (/^[A-Za-z_]\w*$/.test(key) ? namesIn(value, `${prefix}.${key}`) : []))
    .slice(0, 60)
}
