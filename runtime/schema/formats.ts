/**
 * Text formats that manifests can use.
 *
 * Each check takes linear time for any text.
 */
import { isIP } from 'node:net'
import { isAddressPart, isDomain, isEmail } from '../sdk/addresses.ts'

const DATETIME =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?(?:[Zz]|[+-](\d\d):?(\d\d))$/

/** Checks for an http or https URL with a host. */
function isUrl(text: string): boolean {
  if (!/^https?:\/\//i.test(text) || /[\s{}]/.test(text)) return false
  return URL.canParse(text)
}

/** Checks for an ISO 8601 date and time with a zone (`Z`, `+01:00`, `+0100`) that exists in the calendar. */
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

/** Checks for an IP address, or a network such as 10.0.0.0/8. */
function isIpRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/')
  const family = isIP(address)
  if (family === 0 || rest.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32))
}

/** Every format by its name in a manifest; Ajv and the prepared validators use this table unchanged. */
export const formats: Record<string, (text: string) => boolean> = {
  email: isEmail,
  url: isUrl,
  domain: isDomain,
  email_or_domain: (text) => isEmail(text) || isDomain(text),
  address_part: isAddressPart,
  datetime: isDatetime,
  ip: (text) => isIP(text) !== 0,
  ip_range: isIpRange,
}
