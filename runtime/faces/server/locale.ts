/** The language of a response. */
import type { FastifyRequest } from 'fastify'
import { chooseLocale } from '../../i18n/choose-locale.ts'
import { runtimeLocales } from '../../i18n/sentences.ts'

/** The language that a request names: its `locale`, else the first known one of Accept-Language; undefined if none. */
export function requestedLocale({ query, headers }: FastifyRequest): string | undefined {
  // An address that cannot be decoded has no query.
  const { locale } = (query ?? {}) as { locale?: unknown }
  const spoken = [...(typeof locale === 'string' ? [locale] : []), ...accepted(headers['accept-language'])]
  return spoken.map(shortOf).find((tag) => runtimeLocales.includes(tag))
}

/** The language of the server's own sentences in a response. */
export const localeOf = (request: FastifyRequest): string =>
  chooseLocale(runtimeLocales, requestedLocale(request))

const shortOf = (tag: string): string => tag.split(/[-_]/)[0]?.toLowerCase() ?? ''

/** The languages of the header, the most wanted first. */
function accepted(header = ''): string[] {
  const entries = header
    .slice(0, 500)
    .split(',')
    .map((entry) => {
      const [tag = '', ...parameters] = entry.trim().split(';')
      const weight = parameters.map((text) => /^ ?q=([\d.]+)$/.exec(text)?.[1]).find((q) => q !== undefined)
      return { tag: tag.trim(), weight: weight === undefined ? 1 : Number(weight) }
    })
  return entries
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag)
}
