/** Failures that come before there is a run: as a result, and as a sentence. */
import type { ActionError } from '../../../contract/errors.ts'

/** 2 for what was asked the wrong way, before anything was done; 1 for everything else. */
export const exitCodeOf = ({ code, facts }: ActionError): number =>
  code === 'REQUEST_INVALID' && facts.unsent !== false ? 2 : 1
