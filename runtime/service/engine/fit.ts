/** Keeps results within what an engine can carry. */
import { ActionError } from '../../contract/errors.ts'
import { phrase } from '../../contract/phrases.ts'
import type { Result } from '../../contract/result.ts'
import { languageOf, writeWord } from '../../i18n/sentences.ts'
import { failedTask, type Subject } from './failed.ts'

/**
 * A result that is too large for the engine must not be returned: the engine would refuse it after the action has run. A read
 * fails instead. A write was carried out, so its result says so, without data.
 *
 * @param limit bytes; undefined: there is a store, and every result fits
 */
export async function fitResult(
  result: Result,
  subject: Subject,
  limit: number | undefined,
): Promise<Result> {
  if (limit === undefined) return result
  const bytes = Buffer.byteLength(JSON.stringify(result))
  if (bytes <= limit) return result
  const reason = phrase(
    'The result has {bytes} bytes, and the engine carries {limit}. Start the worker and the submitter with --store, or request less data.',
    { bytes, limit },
  )
  if (subject.effect === 'read') {
    const failed = await failedTask(new ActionError('STORAGE_FAILED', { reason }), subject)
    return { ...failed, run: result.run }
  }
  const warning = writeWord(await languageOf(result.run.locale), reason)
  const { files: _, state: __, ...small } = result
  return {
    ...small,
    output_message: small.output_message.slice(0, LONGEST_MESSAGE),
    json_result: null,
    warnings: [warning],
  }
}

const LONGEST_MESSAGE = 10_000
