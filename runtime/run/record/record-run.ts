/** Records a run while it is performed. */
import type { Json } from '../../contract/json.ts'
import { createHide, type Hide } from '../../http/record/hide.ts'
import { createRecorder, type Recorder } from '../../http/record/recorder.ts'
import { createTransport, type TransportParts } from '../../http/transport.ts'
import type { Integration } from '../../integration/integration.ts'
import { createRedactor, REDACTED } from '../../safety/redact.ts'
import type { ParameterSpecs } from '../../schema/parameters.ts'
import { nameFinder } from '../../schema/parameters.ts'
import { withoutPassword } from '../../sdk/web-address.ts'
import type { OpenRun, Performed } from '../open-run.ts'
import type { RunOptions } from '../options.ts'
import type { Recording } from './recording.ts'

/** Opens, prepares and performs a run; calls `opened` as soon as the run is open. */
export type Perform = (
  request: unknown,
  options: RunOptions,
  opened: (open: OpenRun) => void,
) => Promise<Performed>

/** A recorded run. */
export interface Recorded {
  performed: Performed
  /**
   * Makes the recording; undefined if the request was refused before its action and configuration were known. It is separate,
   * so that nothing that fails here can change what the run reports.
   */
  make(): Recording | undefined
}

/** Network settings of a configuration: a replay uses no network. */
const OF_NETWORK = [
  'verify_ssl',
  'ca_certificate',
  'proxy_server_address',
  'proxy_username',
  'proxy_password',
]

/**
 * Performs a run and records its request, its exchanges and its result. What is sent does not change.
 *
 * @param parts of the transport that the recorder wraps; a replay has its own
 */
export async function recordRun(
  integration: Integration,
  request: unknown,
  options: RunOptions,
  perform: Perform,
  parts: TransportParts = {},
): Promise<Recorded> {
  const recorder = createRecorder()
  const { over = (send) => send } = parts
  const create: NonNullable<RunOptions['transport']>['create'] = (settings) =>
    createTransport(settings, { ...parts, over: (send) => recorder.over(over(send)) })
  let opened: OpenRun | undefined
  const performed = await perform(
    request,
    { ...options, transport: { ...options.transport, create } },
    (open) => {
      opened = open
    },
  )
  return {
    performed,
    make: () => opened && recordingOf(integration, request, options, { opened, recorder, performed }),
  }
}

function recordingOf(
  { spec }: Integration,
  request: unknown,
  options: RunOptions,
  { opened, recorder, performed }: { opened: OpenRun; recorder: Recorder; performed: Performed },
): Recording {
  const { action, clock, config, secrets } = opened
  const hide = createHide(redactorFor(opened, request, (text) => recorder.redact(text)))
  const { names = {} } = options.reading ?? {}
  const kept = optionsOf(options)
  return {
    soar_recording: 1,
    integration: spec.id,
    version: spec.version,
    action: action.id,
    clock,
    config: configOf(config, secrets, hide),
    ...(Object.keys(names).length > 0 && { reference_values: plain(names, hide) as Record<string, Json> }),
    ...(Object.keys(kept).length > 0 && { options: kept }),
    request: requestOf(request, action.manifest.parameters, hide),
    exchanges: recorder.exchanges(Date.parse(clock), hide),
    result: plain(performed.result, hide),
  }
}

/** The exchanges alone, without the request and the result of the run. */
export function withoutRun({ request: _request, result: _result, ...recording }: Recording): Recording {
  return recording
}

function optionsOf({ transport, reading }: RunOptions): NonNullable<Recording['options']> {
  return {
    ...(transport?.retry === false && { retry: false }),
    ...(reading?.undefined === 'empty' && { undefined: 'empty' as const }),
  }
}

/** Redacts what the run knows to be secret, and secret parameters of a run that was refused before it knew them. */
function redactorFor(
  { action, redact }: OpenRun,
  request: unknown,
  recorded: (text: string) => string,
): (text: string) => string {
  const own = createRedactor()
  const { parameters = {} } = request as { parameters?: Record<string, unknown> }
  for (const name of secretsIn(parameters, action.manifest.parameters)) {
    const value = parameters[name]
    if (typeof value === 'string') own.add(value)
  }
  return (text) => own.redact(recorded(redact(text)))
}

/** Names, as the request spells them, of parameters that are secret. */
export function secretsIn(given: object, specs: ParameterSpecs): string[] {
  const find = nameFinder(specs)
  return Object.keys(given).filter((name) => specs[find(name) ?? '']?.secret)
}

function configOf(
  config: Readonly<Record<string, unknown>>,
  secrets: ReadonlySet<string>,
  hide: Hide,
): Record<string, Json> {
  const kept = Object.entries(config).filter(
    ([name, value]) => !OF_NETWORK.includes(name) && value !== undefined,
  )
  return Object.fromEntries(
    kept.map(([name, value]): [string, Json] => {
      if (secrets.has(name)) return [name, REDACTED]
      const shown = plain(value, hide)
      return [name, typeof shown === 'string' && URL.canParse(shown) ? withoutPassword(shown) : shown]
    }),
  )
}

function requestOf(request: unknown, specs: ParameterSpecs, hide: Hide): Record<string, Json> {
  const { config: _, ...kept } = request as Record<string, unknown>
  for (const field of ['parameters', 'templates']) {
    const given = kept[field]
    if (typeof given !== 'object' || given === null) continue
    const hidden = secretsIn(given, specs).map((name) => [name, REDACTED])
    kept[field] = { ...given, ...Object.fromEntries(hidden) }
  }
  return plain(kept, hide) as Record<string, Json>
}

/** Plain JSON; numbers that keep their spelling become ordinary ones. */
const plain = (value: unknown, hide: Hide): Json =>
  hide.json(
    JSON.parse(
      JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? Number(inner) : inner)),
    ) as Json,
  )
