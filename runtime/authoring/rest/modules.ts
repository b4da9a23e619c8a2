/** Modules of new actions for a client that reads, lists and sends. */

const ROW = `interface Row {
  id: string
  name?: string
  created?: string
}

/** The columns of a row; fields that the vendor adds follow in snake case. */
const shape = columns<Row>()({ id: 'id', name: 'name', created: 'created' })
`

/** `@IMPORTS@`, `@TYPE@` and `@PATH@` (of the vendor's list) are replaced. */
export const MODULES = {
  read: `import { columns } from 'soar-actions/sdk'
@IMPORTS@

${ROW}
/** Reads one of @PATH@. */
export const run: Action<@TYPE@> = async ({ inputs, client }) => ({
  result: shape(await client.get<Row>('@PATH@/' + encodeURIComponent(inputs.id))),
})
`,
  list: `import { columns, mapRows } from 'soar-actions/sdk'
@IMPORTS@

${ROW}
/** Lists @PATH@, page by page, up to the limit. */
export const run: Action<@TYPE@> = async ({ inputs, client }) => ({
  result: mapRows(client.list<Row>('@PATH@', {}, inputs.limit), shape),
})
`,
  write: `import { columns } from 'soar-actions/sdk'
@IMPORTS@

${ROW}
/** Adds one to @PATH@. */
export const run: Action<@TYPE@> = async ({ inputs, client }) => ({
  result: shape(await client.send<Row>('POST', '@PATH@', { name: inputs.name })),
})
`,
  connector: `import { type Alert, runStreams, type Stream } from 'soar-actions/sdk'
@IMPORTS@

interface Row {
  id: string
  name?: string
  created?: string
}

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

/**
 * Returns an alert for each of @PATH@ that is new. \`runStreams\` keeps the position in the state, looks back over the
 * overlap for rows that appear late, and recognises rows that it has seen.
 */
export const run: Action<@TYPE@> = async ({ inputs, client, state, log }) => {
  const stream: Stream<Row> = {
    name: '@PATH@',
    read: ({ from, to }) => client.list<Row>('@PATH@', { since: isoTime(from), until: isoTime(to) }),
    timeOf: ({ created }) => Date.parse(created ?? '') || undefined,
    idOf: ({ id }) => id,
    alertOf: (row, { time }) => alertOf(row, time),
  }
  const { alerts, more, state: next } = await runStreams([stream], {
    state,
    log,
    limit: inputs.max_alerts,
    first: inputs.days_back * DAY,
    overlap: 15 * MINUTE,
  })
  return { result: { alerts }, state: next, ...(more && { pending: true }) }
}

const isoTime = (time: number) => new Date(time).toISOString()

/** The alert of a row. Platforms convert it to their own form. */
const alertOf = (row: Row, time: number) =>
  ({
    id: row.id,
    title: row.name ?? row.id,
    description: '',
    severity: 'medium',
    time,
    vendor: '@VENDOR@',
    product: '@VENDOR@',
    rule: '@TITLE@',
    reason: '',
    entities: [],
    facts: {},
    events: [{ ...row }],
    files: [],
    source: { ...row },
  }) satisfies Alert
`,
} as const
