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
  connector: `import type { Alert } from 'soar-actions/sdk'
@IMPORTS@

interface Row {
  id: string
  name?: string
  created?: string
}

/** Returns an alert for each of @PATH@ that is new; the last id is the state of the next run. */
export const run: Action<@TYPE@> = async ({ inputs, client, state }) => {
  const after = typeof state === 'string' ? state : undefined
  const rows = await Array.fromAsync(client.list<Row>('@PATH@', { after }, inputs.max_alerts))
  return { result: { alerts: rows.map(alertOf) }, state: rows.at(-1)?.id ?? after ?? null }
}

/** The alert of a row. Platforms convert it to their own form. */
const alertOf = (row: Row) =>
  ({
    id: row.id,
    title: row.name ?? row.id,
    description: '',
    severity: 'medium',
    time: Date.parse(row.created ?? '') || 0,
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
