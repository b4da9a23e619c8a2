/** Filters that format by locale: numbers, dates, plurals. */
import { raise } from '../../errors.ts'
import { letters, tick } from '../../meter.ts'
import { optional, wantNumber, wantText } from '../../values/convert.ts'
import { intText } from '../../values/numbers/numbers.ts'
import { str } from '../../values/print.ts'
import { Dict, type Run, type Value } from '../../values/values.ts'
import { type Builtin, builtin } from '../builtin.ts'
import { replaceText } from '../methods/text.ts'

type Entry = readonly [name: string, filter: Builtin]

/** Cached formats of `Intl`: creating one costs a hundred times as much as using it. */
const kept = new Map<string, unknown>()
const MOST_KEPT = 200

/** Steps counted for creating a format. */
const MAKING = 200

function keep<T>(run: Run, kind: string, options: object, make: () => T): T {
  const { locale } = run
  const key = `${kind} ${locale} ${JSON.stringify(options)}`
  const known = kept.get(key) as T | undefined
  if (known !== undefined) return known
  tick(run, MAKING)
  if (kept.size >= MOST_KEPT) kept.clear()
  try {
    const made = make()
    kept.set(key, made)
    return made
  } catch {
    return raise(`ValueError: the locale "${locale}" or an option of the format is not known`)
  }
}

const NUMBER_OPTIONS = [
  'style',
  'currency',
  'unit',
  'notation',
  'useGrouping',
  'minimumFractionDigits',
  'maximumFractionDigits',
  'maximumSignificantDigits',
]

function numberOptions(run: Run, given: Value): Intl.NumberFormatOptions {
  const options: Record<string, unknown> = {}
  if (given === null) return options
  if (!(given instanceof Dict)) return raise('TypeError: the options of number are a dict')
  for (const [key, value] of given.entries()) {
    tick(run)
    const name = wantText(key)
    if (!NUMBER_OPTIONS.includes(name))
      raise(`ValueError: number has no option "${name}"`, `There are ${NUMBER_OPTIONS.join(', ')}.`)
    options[name] = typeof value === 'boolean' || typeof value === 'number' ? value : str(run, value)
  }
  return options
}

function formatNumber(run: Run, value: Value, given: Value): string {
  const options = numberOptions(run, given)
  const format = keep(run, 'number', options, () => new Intl.NumberFormat(run.locale, options))
  if (typeof value !== 'bigint') return format.format(wantNumber(value))
  letters(run, intText(value).length)
  return format.format(value)
}

const STYLES = ['short', 'medium', 'long', 'full'] as const
const ISO = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:[.,](\d{1,9}))?(Z|[+-]\d\d(?::?\d\d)?)?)?$/i

function readIso(text: string): { date: Date; hasTime: boolean } {
  const found = ISO.exec(text.trim())
  const [, day = '', time, fraction = '', zone = 'Z'] = found ?? []
  const offset = /^[+-]\d\d(?::?\d\d)?$/.test(zone)
    ? `${zone.slice(0, 3)}:${zone.slice(3).replace(':', '') || '00'}`
    : 'Z'
  const clock = time === undefined ? '00:00:00' : time.length === 5 ? `${time}:00` : time
  const date = new Date(
    `${day}T${clock}.${fraction.slice(0, 3).padEnd(3, '0')}${time === undefined ? 'Z' : offset}`,
  )
  if (found === null || Number.isNaN(date.getTime()))
    return raise(
      `ValueError: "${text.slice(0, 40)}" is no ISO 8601 date`,
      'Pass text such as 2026-01-31T10:15:00Z.',
    )
  return { date, hasTime: time !== undefined }
}

function formatDate(run: Run, value: Value, style: Value, zone: Value): string {
  const chosen = STYLES.find((known) => known === wantText(style))
  if (chosen === undefined)
    return raise(`ValueError: date has no style "${wantText(style)}"`, `There are ${STYLES.join(', ')}.`)
  const { date, hasTime } = readIso(wantText(value))
  const options: Intl.DateTimeFormatOptions = {
    dateStyle: chosen,
    timeZone: optional(zone, wantText) ?? 'UTC',
    ...(hasTime ? { timeStyle: chosen } : {}),
  }
  const format = keep(run, 'date', options, () => new Intl.DateTimeFormat(run.locale, options))
  return format.format(date)
}

function plural(run: Run, value: Value, forms: Value): string {
  if (!(forms instanceof Dict))
    return raise('TypeError: the forms of plural are a dict, such as {"one": "# mail", "other": "# mails"}')
  const count = wantNumber(value)
  const rules = keep(run, 'plural', {}, () => new Intl.PluralRules(run.locale))
  const category = rules.select(count)
  const form = forms.get(run, category) ?? forms.get(run, 'other')
  if (form === undefined || form === null)
    return raise(`KeyError: plural has neither "${category}" nor "other"`)
  return replaceText(run, wantText(form), '#', formatNumber(run, value, null), -1)
}

/**
 * Our own filters, in the locale of the rendering:
 * - `number(options=None)`: a number; `options` are of `Intl.NumberFormat` (style, currency, maximumFractionDigits, ...).
 * - `date(style='medium', zone='UTC')`: ISO 8601 text as a date, with the time if it has one; styles short, medium, long, full.
 * - `plural(forms)`: the text for a count from a dict of CLDR categories (one, few, many, other, ...); `#` in it is the count.
 */
export const LOCALE_FILTERS: readonly Entry[] = [
  [
    'number',
    builtin('number', 'value, options=None', (run, [value = null, options = null]) =>
      formatNumber(run, value, options),
    ),
  ],
  [
    'date',
    builtin(
      'date',
      "value, style='medium', zone=None",
      (run, [value = null, style = 'medium', zone = null]) => formatDate(run, value, style, zone),
    ),
  ],
  [
    'plural',
    builtin('plural', 'value, forms', (run, [value = null, forms = null]) => plural(run, value, forms)),
  ],
]
