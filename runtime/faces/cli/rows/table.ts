/** Prepares a table run: action, configuration, bindings, output lines. */

import { readFile } from 'node:fs/promises'
import { ActionError } from '../../../contract/errors.ts'
import { quoted } from '../../../contract/phrases.ts'
import { fullId } from '../../../integration/several/ids.ts'
import type { Bindings, Print, Shape, TableDialect } from '../../../platforms/table.ts'
import { type OpenRun, openRun } from '../../../run/open-run.ts'
import { parseRequest } from '../../../run/request.ts'
import { decodeOrRefuse } from '../../../safety/encoding.ts'
import { createLog } from '../../../safety/log.ts'
import { createRedactor } from '../../../safety/redact.ts'
import type { Bag } from '../../../schema/parameters.ts'
import { type Bound, beneath, checkBindings } from '../../../table/bindings.ts'
import { csvPrinter, jsonPrinter } from '../../../table/output/format.ts'
import { merged } from '../../../template/values/key-order.ts'
import type { Call } from '../line/command.ts'
import { readExperimental, readLogLevel, readUndefined } from '../line/read-options.ts'
import { pathOf } from '../process/io.ts'
import { composeRequest, type NamedConnection } from '../request/compose.ts'
import { requestParts } from '../request/parts.ts'
import { delimiterOf, type Settings } from './settings.ts'

const refuse = (reason: string): ActionError =>
  new ActionError('REQUEST_INVALID', { reason: quoted(reason) }, { unsent: true })

/** Everything known before the first row is read. */
export interface Table {
  open: OpenRun
  /** The action as the ledger records it: in full if several integrations are used together. */
  actionName: string
  bound: Bound
  names: Bag
  dialect: TableDialect | undefined
  print: Print
  /** Written before the first line. */
  header: string
  shape: Shape
  /** The connection that is used; undefined if the environment or the request configures the run. */
  connection?: NamedConnection
}

/**
 * Resolves and checks everything that is the same for all rows.
 *
 * @param input the request of --request
 * @throws ActionError REQUEST_INVALID with every problem of bindings or options; any error of opening the run
 */
export async function openTable(
  call: Call,
  settings: Settings,
  dialect: TableDialect | undefined,
  input: Bag,
): Promise<Table> {
  const { integration } = await call.open()
  const { request, config, names, connection } = await compose(call, settings, input)
  const open = await openRun(integration, withoutBindings(request), {
    env: call.io.env,
    config,
    log: await createLog(readLogLevel(call.options, call.io, 'warn'), createRedactor(), (line) =>
      call.io.stderr.write(line),
    ),
    ...readExperimental(call.options),
    reading: readUndefined(call.options),
    transport: { retry: !call.options.has('no-retry') },
  })
  if ('failed' in open) throw open.error
  const { action } = open
  if (action.manifest.kind === 'connector')
    throw refuse(`"${action.id}" is a connector, not an action. Run it with \`soar connect ${action.id}\`.`)
  const given = bindingsOf(request, settings)
  const platform = dialect?.bindings(call.io.env, action.manifest.parameters, call.options)
  const bound = await checkBindings(platform ? beneath(platform, given) : given, action)
  const csv =
    settings.outFormat === 'csv' && !settings.dryRun
      ? csvPrinter(action.manifest, {
          keep: settings.keep,
          delimiter: settings.delimiter ?? delimiterOf(settings.out),
          literal: settings.literalCells,
        })
      : undefined
  const { among, spec } = integration
  return {
    open,
    actionName: among ? fullId(spec.id, action.id) : action.id,
    bound,
    names,
    dialect,
    print: dialect?.print ?? csv?.print ?? jsonPrinter(settings.keep),
    header: dialect ? '' : (csv?.header ?? ''),
    shape: dialect?.shape(action.manifest) ?? 'fields',
    ...(connection && { connection }),
  }
}

/** Reads the request of --request; empty without one. Throws REQUEST_INVALID, also if no action is named anywhere. */
export async function readRequestFile({ options, io, args }: Call): Promise<Bag> {
  const file = options.text('request')
  const bytes =
    file === undefined
      ? undefined
      : await readFile(pathOf(io, file)).catch((cause: NodeJS.ErrnoException) => {
          throw refuse(`Cannot read ${file} of --request (${cause.code}).`)
        })
  const input = bytes === undefined ? {} : await parseRequest(decodeOrRefuse(bytes, `${file} of --request`))
  if (args[0] === undefined && (input as Bag).action === undefined)
    throw refuse('No action. Name one (`soar rows get-thing …`); `soar list` shows all actions.')
  return input as Bag
}

/** The request of --request with the additions of the options; templates of parameters are bindings, and kept apart. */
async function compose(call: Call, settings: Settings, input: Bag): ReturnType<typeof composeRequest> {
  const { options, io } = call
  const { integration } = await call.open()
  const parts = { ...requestParts(call), templates: settings.templates }
  const composed = await composeRequest(parts, integration, input, io)
  const batch = { start: options.text('batch-start'), end: options.text('batch-end') }
  if (batch.start === undefined && batch.end === undefined) return composed
  const context = merged(composed.request.context as Bag | undefined, { batch })
  return { ...composed, request: { ...composed.request, context } }
}

const withoutBindings = ({ parameters: _, templates: __, ...rest }: Bag): Bag => rest

function bindingsOf(request: Bag, { columns }: Settings): Bindings {
  return {
    templates: (request.templates ?? {}) as Record<string, string>,
    constants: (request.parameters ?? {}) as Bag,
    columns,
  }
}
