import { join } from 'node:path'
import { loadIntegration } from '../../runtime/integration/folder.ts'
import type { Integration } from '../../runtime/integration/integration.ts'

/** Folder of the second integration. */
export const echoRoot = join(import.meta.dirname, '../fixtures/echo')

/** The second integration, loaded from its YAML. */
export const loadEcho = (): Promise<Integration> => loadIntegration(echoRoot)
