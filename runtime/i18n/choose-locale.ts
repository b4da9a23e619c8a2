/** Chooses the language of a run. */

/**
 * The requested language, then `SOAR_LOCALE`, if the integration has it, else the integration's first.
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
