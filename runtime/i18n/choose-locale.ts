/** Chooses the language of a run. */

/**
 * The first of these that the integration has: the requested language, `SOAR_LOCALE`, the integration's first language.
 * `fr-CA` falls back to `fr`.
 */
export function chooseLocale(
  locales: readonly string[],
  requested: string | undefined,
  env: { SOAR_LOCALE?: string | undefined } = {},
): string {
  for (const wanted of [requested, env.SOAR_LOCALE]) {
    const short = wanted?.split(/[-_]/)[0]?.toLowerCase()
    const found = locales.find((locale) => locale === wanted) ?? locales.find((locale) => locale === short)
    if (found !== undefined) return found
  }
  return locales[0] ?? 'en'
}
