/** Times and durations for people. */
import { language } from '../app/language.ts'

const UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]

/** How long ago something was: `3 min ago` in the page's language. */
export function ago(time: string): string {
  const past = Date.now() - Date.parse(time)
  const format = new Intl.RelativeTimeFormat(language.value, { style: 'narrow', numeric: 'auto' })
  const [unit, size] = UNITS.find(([, ms]) => past >= ms) ?? ['second', 1_000]
  return format.format(-Math.max(0, Math.floor(past / size)), unit)
}

/** Date and time in UTC, to the second: `2026-03-09 08:00:00`. */
export const utc = (time: string): string => time.slice(0, 19).replace('T', ' ')

/** A duration: `345 ms`, `2.3 s`, `4 min`. */
export function took(ms: number): string {
  const [value, unit, digits] =
    ms < 1_000
      ? [ms, 'millisecond', 0]
      : ms < 120_000
        ? [ms / 1_000, 'second', 1]
        : [ms / 60_000, 'minute', 0]
  const format = { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: digits } as const
  return new Intl.NumberFormat(language.value, format as Intl.NumberFormatOptions).format(Number(value))
}

/** The time of today, or the date of another day, in UTC: `08:00`, `2026-03-09`. */
export const timeOrDay = (time: string): string =>
  time.slice(0, 10) === new Date().toISOString().slice(0, 10) ? time.slice(11, 16) : time.slice(0, 10)
