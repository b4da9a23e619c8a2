/** Replays a recorded run without a network. */
import { ActionError } from '../../contract/errors.ts'
import { isRecord } from '../../contract/json.ts'
import { refuse } from '../../contract/refuse.ts'
import { createReplayClock } from '../../http/record/clock.ts'
import { createReplay } from '../../http/record/replay.ts'
import { createTransport, type TransportParts } from '../../http/transport.ts'
import type { Integration } from '../../integration/integration.ts'
import { REDACTED } from '../../safety/redact.ts'
import type { Performed } from '../open-run.ts'
import type { RunOptions } from '../options.ts'
import { failedResult } from '../refused.ts'
import { type Perform, secretsIn } from './record-run.ts'
import type { Recording } from './recording.ts'

/** Stands for a secret that the recording does not contain. Base64, because some secrets must be. */
const PLACEHOLDER = Buffer.from('this secret was not recorded').toString('base64')

/** Performs a run on a transport with these parts. */
export type PerformOn = (request: unknown, options: RunOptions, parts: TransportParts) => Promise<Performed>

/** Performs a run on the parts of a transport, without recording it. */
export const performOn =
  (perform: Perform): PerformOn =>
  (request, options, parts) => {
    const create: NonNullable<RunOptions['transport']>['create'] = (settings) =>
      createTransport(settings, parts)
    return perform(request, { ...options, transport: { ...options.transport, create } }, () => {})
  }

/**
 * Performs a run with the recorded configuration, at the recorded time, and answers its requests from the recording. Nothing
 * is sent. The result is REPLAY_MISMATCH if the run asked for anything else than the recorded run.
 *
 * @param request the recorded one if the recording has it, or another one for the same action
 * @throws ActionError REQUEST_INVALID if the recording belongs to another integration or action
 */
export async function replayRun(
  integration: Integration,
  recording: Recording,
  request: unknown,
  options: RunOptions,
  perform: PerformOn,
): Promise<Performed> {
  refuseOther(integration, recording, request)
  const clock = createReplayClock(Date.parse(recording.clock))
  const replay = createReplay(recording.exchanges, clock)
  const { names, ...reading } = options.reading ?? {}
  const { retry, undefined: lax } = recording.options ?? {}
  const replayed: RunOptions = {
    ...options,
    // Other variables may hold the configuration of another tenant.
    env: options.env?.SOAR_LOCALE === undefined ? {} : { SOAR_LOCALE: options.env.SOAR_LOCALE },
    config: [{ values: withPlaceholders(integration, recording) }],
    reading: {
      ...(lax !== undefined && { undefined: lax }),
      ...reading,
      names: { ...recording.reference_values, ...names },
    },
    transport: { ...options.transport, ...(retry === false && { retry }) },
  }
  const ready = await fillSecrets(integration, recording.action, request)
  const { result } = await clock.during(() => perform(ready, replayed, { over: () => replay.send, clock }))
  const problems = replay.problems()
  if (problems.length === 0) return { result, written: false }
  const words = result.error && result.error.code !== 'REPLAY_MISMATCH' ? { code: result.error.code } : {}
  const error = new ActionError('REPLAY_MISMATCH', words, { problems, unsent: true })
  return { result: await failedResult(error, result.run.locale, recording.action), written: false }
}

function refuseOther({ spec }: Integration, { integration, action }: Recording, request: unknown): void {
  if (integration !== spec.id)
    throw refuse(`The recording belongs to the integration "${integration}", not to "${spec.id}".`)
  const asked = isRecord(request) ? request.action : undefined
  if (asked !== undefined && asked !== action)
    throw refuse(`The recording belongs to the action "${action}", not to "${String(asked).slice(0, 80)}".`)
}

function withPlaceholders({ spec }: Integration, { config }: Recording): Record<string, unknown> {
  const isSecret = (name: string): boolean => spec.config[name]?.secret === true
  return Object.fromEntries(
    Object.entries(config).map(([name, value]) => [
      name,
      isSecret(name) && value === REDACTED ? PLACEHOLDER : value,
    ]),
  )
}

/** Gives secret parameters, which a recording does not contain, a value. */
async function fillSecrets(integration: Integration, id: string, request: unknown): Promise<unknown> {
  if (!isRecord(request) || !isRecord(request.parameters)) return request
  const { parameters } = request
  const { manifest } = await integration.action(id)
  const filled = secretsIn(parameters, manifest.parameters)
    .filter((name) => parameters[name] === REDACTED)
    .map((name) => [name, PLACEHOLDER])
  return { ...request, parameters: { ...parameters, ...Object.fromEntries(filled) } }
}
