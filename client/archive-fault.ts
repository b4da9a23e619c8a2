/** Locates the syntax error in a hand-written archive query that Mimecast refused. */
import { ActionError, type Phrase, phrase } from '../runtime/sdk/index.ts'

/**
 * Returns the rows of a search for `query`. If Mimecast calls the query invalid, the error (VENDOR_REJECTED) also gives the
 * line and column of the fault, because Mimecast's own message never does. The query is not checked before that, so only
 * Mimecast decides what is valid.
 */
export async function* explainingFaults<T>(rows: AsyncIterable<T>, query: string): AsyncGenerator<T> {
  try {
    yield* rows
  } catch (thrown) {
    throw isInvalidQuery(thrown) ? withFault(thrown, await faultOf(query)) : thrown
  }
}

const isInvalidQuery = (thrown: unknown): thrown is ActionError =>
  thrown instanceof ActionError &&
  thrown.facts.vendor?.failures?.some(({ code }) => code === 'err_invalid_search_xml') === true

function withFault(error: ActionError, fault: Phrase | undefined): ActionError {
  if (fault === undefined) return error
  const reason = phrase('{reason}; {fault}', { reason: error.words.reason ?? '', fault })
  return new ActionError(error.code, { ...error.words, reason }, error.facts)
}

async function faultOf(query: string): Promise<Phrase | undefined> {
  // Loaded late: a valid query needs no parser.
  const { XMLValidator } = await import('fast-xml-parser')
  const verdict = XMLValidator.validate(query)
  if (verdict !== true) {
    const { line, col, msg } = verdict.err
    return phrase('line {line}, column {column}: {fault}', {
      line,
      column: col,
      fault: msg.replace(/\.$/, ''),
    })
  }
  const root = /<([^\s?!/>]+)/.exec(query)?.[1]
  if (root === 'xmlquery') return undefined
  return phrase('the outermost element must be xmlquery; it is {root}', { root: root ?? '' })
}
