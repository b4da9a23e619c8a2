/** The actions and connectors that a server offers, in any language. */
import { ActionError } from '../../contract/errors.ts'
import { isRecord } from '../../contract/json.ts'
import { phrase } from '../../contract/phrases.ts'
import { refuse } from '../../contract/refuse.ts'
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
  /**
   * Finds an entry by `integration/action`, or by the id of an action that only one integration has.
   *
   * @throws ActionError REQUEST_INVALID, ACTION_UNKNOWN
   */
  findWritten(action: string | undefined, integration: string | undefined): Entry
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
  const find = (integration: string, id: string): Entry => {
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
  }
  return {
    all,
    write,
    find,
    findWritten: (action, integration) => {
      if (action === undefined) throw refuse(phrase('"action" is required: the id of the action to run.'))
      const [first = '', ...rest] = action.split('/')
      if (rest.length > 0) return find(first, rest.join('/'))
      const [only = ''] = integrations.map(({ spec }) => spec.id)
      const own = all.filter((entry) => entry.action.id === action).map((entry) => entry.integration.spec.id)
      const ids = own.map((id) => `${id}/${action}`)
      if (integration === undefined && own.length > 1) {
        const words = { action: action.slice(0, 80), ids: ids.join(', ') }
        throw refuse(
          phrase('"{action}" is an action of several integrations. Use one of these ids: {ids}.', words),
        )
      }
      return find(integration ?? own[0] ?? only, action)
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
