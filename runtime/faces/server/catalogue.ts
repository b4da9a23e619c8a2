/** The actions and connectors that a server offers, in any language. */
import { ActionError } from '../../contract/errors.ts'
import { isRecord } from '../../contract/json.ts'
import { chooseLocale } from '../../i18n/choose-locale.ts'
import { nearest } from '../../i18n/nearest.ts'
import type { LoadedAction } from '../../integration/action.ts'
import { byArea } from '../../integration/areas.ts'
import type { Integration } from '../../integration/integration.ts'
import { type ActionText, actionText } from '../../integration/texts.ts'
import type { JsonSchema } from '../../schema/validate.ts'
import type { Setup } from './setup.ts'

/** One action or connector with its integration. */
export interface Entry {
  integration: Integration
  action: LoadedAction
}

/** An entry with its texts. */
export interface WrittenEntry extends Entry {
  text: ActionText
}

/** The catalogue of a server. */
export interface Catalogue {
  /** All entries: by integration, actions before connectors, by area. */
  all: readonly Entry[]
  /** Throws ACTION_UNKNOWN. */
  find(integration: string, id: string): Entry
  /** All entries with their texts in a language; an integration without it uses its first one. */
  written(locale: string | undefined): Promise<readonly WrittenEntry[]>
  /** Texts of one entry. */
  write(entry: Entry, locale: string | undefined): Promise<WrittenEntry>
}

/** Names of the fields of a result, or of one of its rows. */
export function fieldsOf(output: JsonSchema): string[] {
  const row = output.type === 'array' && isRecord(output.items) ? output.items : output
  return isRecord(row.properties) ? Object.keys(row.properties) : []
}

/** Creates the catalogue. */
export function createCatalogue({ integrations, offers }: Setup): Catalogue {
  const offered = [...offers.tools.values()].map(
    ({ action, served: { integration } }): Entry => ({ integration, action }),
  )
  const all = integrations.flatMap((integration) => {
    const own = offered.filter((entry) => entry.integration === integration)
    return (['action', 'connector'] as const).flatMap((kind) => {
      const actions = own.map(({ action }) => action).filter(({ manifest }) => manifest.kind === kind)
      const sorted = byArea(actions, integration.spec).flatMap(({ items }) => items)
      return sorted.map((action): Entry => ({ integration, action }))
    })
  })
  const byLocale = new Map<string, Promise<readonly WrittenEntry[]>>()
  const write = async (entry: Entry, locale: string | undefined): Promise<WrittenEntry> => {
    const { integration, action } = entry
    const text = await actionText(integration, action, chooseLocale(integration.spec.locales, locale))
    return { ...entry, text }
  }
  return {
    all,
    write,
    find: (integration, id) => {
      const own = all.filter((entry) => entry.integration.spec.id === integration)
      const found = own.find(({ action }) => action.id === id)
      if (found) return found
      const meant = nearest(
        id,
        own.map(({ action }) => action.id),
      )
      const words = { action: id.slice(0, 80), integration: integration.slice(0, 80) }
      const values = meant === undefined ? words : { ...words, nearest: meant }
      throw new ActionError('ACTION_UNKNOWN', values, { unsent: true })
    },
    written: (locale) => {
      const key = locale?.slice(0, 20) ?? ''
      const known = byLocale.get(key)
      if (known) return known
      const writing = Promise.all(all.map((entry) => write(entry, locale)))
      if (byLocale.size < 20) byLocale.set(key, writing)
      return writing
    },
  }
}
