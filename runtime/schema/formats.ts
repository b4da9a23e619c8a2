/** Formats of text that manifests may ask for. Each answers in linear time whatever the text. */
import { isIP } from 'node:net'

const LABEL = '[\\p{L}\\p{N}](?:[\\p{L}\\p{N}\\p{M}_-]{0,61}[\\p{L}\\p{N}\\p{M}])?'
/** Made when it is first used: patterns over all of Unicode cost more than the rest of this module. */
let domain: RegExp | undefined
const LOCAL = /^[^\s@"(),:;<>[\\\]]{1,64}$/u
const DATETIME =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?(?:[Zz]|[+-](\d\d):?(\d\d))$/

function isDomain(text: string): boolean {
  domain ??= new RegExp(`^(?:${LABEL}\\.)+${LABEL}\\.?$`, 'u')
  return text.length <= 255 && domain.test(text)
}

/** local@domain, international names allowed, no display name, no quotes. */
function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@')
  return at > 0 && LOCAL.test(text.slice(0, at)) && isDomain(text.slice(at + 1))
}

/** http or https with a host. */
function isUrl(text: string): boolean {
  if (!/^https?:\/\//i.test(text) || /[\s{}]/.test(text)) return false
  return URL.canParse(text)
}

/** ISO 8601 date and time with a zone (`Z`, `+01:00`, `+0100`) that exists in the calendar. */
function isDatetime(text: string): boolean {
  const match = DATETIME.exec(text)
  if (!match) return false
  const [year, month, day, hour, minute, second, zoneHour, zoneMinute] = match
    .slice(1)
    .map((part) => Number(part ?? 0))
  const date = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day ?? 0))
  date.setUTCFullYear(year ?? 0)
  const dayExists = date.getUTCMonth() + 1 === month && date.getUTCDate() === day
  return (
    dayExists &&
    (hour ?? 0) < 24 &&
    (minute ?? 0) < 60 &&
    (second ?? 0) < 61 &&
    (zoneHour ?? 0) < 24 &&
    (zoneMinute ?? 0) < 60
  )
}

/** Every format by its name in a manifest; Ajv and the prepared validators take this table as it is. */
export const formats: Record<string, (text: string) => boolean> = {
  email: isEmail,
  url: isUrl,
  domain: isDomain,
  datetime: isDatetime,
  ip: (text) => isIP(text) !== 0,
}
