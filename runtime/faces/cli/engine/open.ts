/** Opens the engine that a command names. */
import { hostname, userInfo } from 'node:os'
import { refuse } from '../../../contract/refuse.ts'
import { createLog, type LogSink } from '../../../safety/log.ts'
import { createRedactor } from '../../../safety/redact.ts'
import { readAccess, readAddress } from '../../../service/engine/address.ts'
import { type HttpEngine, openEngine } from '../../../service/engine/api/engine.ts'
import { clearEnvelope, createEnvelope } from '../../../service/engine/envelope.ts'
import { readKeys } from '../../../service/engine/keys.ts'
import type { Envelope } from '../../../service/engine/payload.ts'
import { openStore } from '../../../service/engine/store/open.ts'
import type { Call } from '../line/command.ts'
import { readLogLevel } from '../line/read-options.ts'
import { pathOf } from '../process/io.ts'

/** An engine, and how it is reached. */
export interface OpenedEngine {
  engine: HttpEngine
  envelope: Envelope
  /** `host:port`. */
  host: string
}

/** Opens the engine of --on or SOAR_ENGINE. Nothing is sent. Throws REQUEST_INVALID, CONFIG_INVALID. */
export async function engineOf(call: Call): Promise<OpenedEngine> {
  const { options, io } = call
  const address = readAddress(options.text('on'), io.env, 'submitter')
  const access = readAccess(io.env)
  const envelope = await envelopeOf(call)
  const log = await logOf(call)
  const engine = openEngine({ address, access, envelope, log, env: io.env, identity: identity() })
  return { engine, envelope, host: address.host }
}

/** The log of a command that talks to an engine. */
export const logOf = ({ options, io }: Call): Promise<LogSink> =>
  createLog(readLogLevel(options, io), createRedactor(), (line) => io.stderr.write(line))

/** Seals what travels with the keys of SOAR_ENGINE_KEYS; large values go to the store of --store or SOAR_ENGINE_STORE. */
export async function envelopeOf({ options, io }: Call): Promise<Envelope> {
  const { SOAR_ENGINE_KEYS: file, SOAR_ENGINE_STORE: usual } = io.env
  const place = options.text('store') ?? usual
  if (!file && place)
    throw refuse('A store needs keys: what is put there is always encrypted. Set SOAR_ENGINE_KEYS, too.')
  if (!file) return clearEnvelope
  const keys = await readKeys(pathOf(io, file))
  return createEnvelope({ keys, store: place ? await openStore(place, io) : undefined })
}

/** Who this process is, for the engine's own records. */
export function identity(): string {
  const name = `${process.pid}@${hostname()}`
  try {
    return `${userInfo().username}:${name}`
  } catch {
    return name
  }
}
