/** The routes about connections. */
import { pathOf } from '../app/paths.ts'
import { call } from './client.ts'
import type { Connection, Json, Order, Run } from './types.ts'

/** One field of a configuration. The values of secrets never leave the server. */
export interface ConfigField {
  name: string
  label: string
  secret: boolean
  set: boolean
  /** Where the value comes from. */
  from?: 'connection' | 'environment' | 'default'
  /** The environment variable that it comes from. */
  variable?: string
  value?: Json
}

/** A connection with its configuration. */
interface ConnectionDetail extends Connection {
  fields: ConfigField[]
}

/** One step of a check. */
export interface Step {
  integration?: string
  step: string
  level: 'ok' | 'warn' | 'failed' | 'skipped'
  detail: string
  remedy?: string
}

/** A permission that the role behind the credentials needs, and the actions that need it. */
export interface Permission {
  integration?: string
  permission: string
  actions: string[]
}

/** What a check has found. */
interface Report {
  steps: Step[]
  permissions: Permission[]
}

/** One connection. */
export const getConnection = async (name: string, signal: AbortSignal): Promise<ConnectionDetail> =>
  (await call<ConnectionDetail>('GET', `/v1${pathOf('connections', name)}`, { signal })).body

/** Checks configuration, network and credentials of a connection. It changes nothing. */
export const checkConnection = async (name: string, signal: AbortSignal): Promise<Report> =>
  (await call<Report>('POST', `/v1${pathOf('connections', name, 'check')}`, { body: {}, signal })).body

/** Runs a connector as a test: its state is neither read nor kept. */
export const previewConnector = async (
  { integration, action, body }: Order,
  signal: AbortSignal,
): Promise<Run> => {
  const path = `/v1${pathOf('connectors', integration, action, 'preview')}`
  return (await call<Run>('POST', path, { body, signal })).body
}
