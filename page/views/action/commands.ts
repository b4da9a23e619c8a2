/** Writes a run as a command line, as a request for curl, and as a step of a playbook. */
import type { Order } from '../../api/types.ts'
import { pathOf } from '../../app/paths.ts'

const quoted = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`

/** `soar run …` for a shell. The context is written to a file that the command names. */
export function commandLine({ action, body }: Order): string {
  const { connection, parameters, templates = {}, context } = body
  const values = Object.entries(parameters).map(([name, value]) => {
    const isText = typeof value === 'string'
    return `--param ${quoted(isText ? `${name}=${value}` : `${name}:=${JSON.stringify(value)}`)}`
  })
  const rendered = Object.entries(templates).map(([name, text]) => `--template ${quoted(`${name}=${text}`)}`)
  const parts = [`soar run ${quoted(action)}`, `--connection ${quoted(connection)}`, ...values, ...rendered]
  return [...parts, ...(context === undefined ? [] : ['--context context.json'])].join(' \\\n  ')
}

/** A request to the HTTP API. A write has a key of its own, so that a repeated request changes nothing twice. */
export function curl(order: Order, { origin, writes }: { origin: string; writes: boolean }): string {
  const { integration, action, body } = order
  const lines = [
    `curl -sS ${quoted(`${origin}/v1${pathOf('actions', integration, action, 'runs')}`)}`,
    `-H "Authorization: Bearer $SOAR_TOKEN"`,
    ...(writes ? [`-H "Idempotency-Key: $(uuidgen)"`] : []),
    `-H 'Content-Type: application/json'`,
    `-d ${quoted(JSON.stringify(body))}`,
  ]
  return lines.join(' \\\n  ')
}

/** The request that a playbook's step writes to the standard input of `soar run`. */
export function step({ action, body }: Order): object {
  const { parameters, templates, context } = body
  return {
    action,
    parameters,
    ...(templates && { templates }),
    ...(context !== undefined && { context }),
  }
}
