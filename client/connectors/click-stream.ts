/** The stream of clicks (docs/vendor/mimecast-connectors.md#ttp-incidents). */
import { digest, rowIdentity, type Severity, type Stream } from '../../runtime/sdk/index.ts'
import type { Client } from '../index.ts'
import { type Click, urlLogs } from '../threat-logs.ts'
import { wireTime } from '../time.ts'
import { originalUrl } from './original-url.ts'
import { alertWith, type EntityPart, entitiesOf, highest, lineOf, messageIdOf, timeOf } from './parts.ts'
import { type Inputs, isRoute, isStopped, isWanted, oneOf } from './threat-log-filters.ts'

/** Clicks on links with a wanted verdict. */
export function clickStream(client: Client, inputs: Inputs): Stream<Click> {
  const wanted = inputs.url_scan_results
  return {
    name: 'url',
    permission: 'Monitoring | URL Protection | Read',
    oldestFirst: true,
    read: ({ from, to }) =>
      urlLogs(client, {
        from: wireTime(from),
        to: wireTime(to),
        oldestFirst: true,
        route: inputs.route,
        scanResult: oneOf(wanted),
      }),
    keep: (row) => isWanted(row.scanResult, wanted) && isRoute(row.route, inputs),
    timeOf: ({ date }) => timeOf(date),
    idOf: (row) => `url-${rowIdentity(row)}`,
    ...(inputs.group_by_message && { groupOf: clickGroup }),
    alertOf: async (row, { id, time, rows }) => {
      const { url, decoded, facts } = await originalUrl(client, row.url)
      const verdict = lineOf(row.scanResult) || 'unknown'
      return alertWith(inputs.device_product_field, {
        id,
        title: `${verdict.charAt(0).toUpperCase()}${verdict.slice(1)} URL Clicked`,
        description: `${lineOf(row.userEmailAddress)} clicked ${decoded ?? url}`,
        severity: highest(rows.map(clickSeverity)),
        time,
        product: 'URL Protection',
        rule: 'TTP URL Protection',
        reason: lineOf(row.category),
        entities: entitiesOf(
          ...rows.map(({ userEmailAddress }): EntityPart => ['email', 'user', userEmailAddress]),
          ['email', 'sender', row.fromUserEmailAddress],
          ['url', undefined, decoded ?? url],
          ['url', 'rewritten', decoded === undefined ? undefined : url],
          ['ip', 'sender', row.sendingIp],
          ['message_id', undefined, messageIdOf(row.messageId)],
        ),
        events: rows.map((one) => ({ ...one, event_type: 'URLClick' })),
        facts,
        source: row,
      })
    },
  }
}

/** Clicks on one URL of one mail; without its Message-ID, clicks of one user on one URL within an hour. */
const clickGroup = ({ messageId, url, userEmailAddress, date }: Click): string =>
  `url-${digest(JSON.stringify(messageIdOf(messageId) ? [messageIdOf(messageId), url] : [userEmailAddress, url, hourOf(date)]))}`

function clickSeverity({ scanResult, action }: Click): Severity {
  const stopped = isStopped(action)
  if (scanResult === 'malicious') return stopped ? 'medium' : 'high'
  if (scanResult === 'suspicious') return stopped ? 'low' : 'medium'
  return 'informational'
}

/** The hour of a time: rows of one hour belong together if no Message-ID joins them. */
const hourOf = (value: unknown): number => Math.floor((timeOf(value) ?? 0) / 3_600_000)
