import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ActionError } from '../../runtime/contract/errors.ts'
import { parseRequest, readRequest } from '../../runtime/run/request.ts'

async function failure(work: () => unknown): Promise<ActionError> {
  try {
    await work()
  } catch (error) {
    if (error instanceof ActionError) return error
    throw error
  }
  throw new Error('it did not fail')
}

describe('the text of a request', () => {
  test('that is empty is refused with how to make one', async () => {
    for (const text of ['', '  \n', '\uFEFF']) {
      const error = await failure(() => parseRequest(text))
      expect(error.code).toBe('REQUEST_INVALID')
      expect(String(error.values.reason)).toContain('soar show')
    }
  })

  test('that ends too early or is no JSON is refused with the place, and without its content', async () => {
    expect(String((await failure(() => parseRequest('{"action":"pi'))).values.reason)).toContain(
      'unexpected end',
    )
    const error = await failure(() => parseRequest('{\n "client_secret": s3cr3t }'))
    expect(String(error.values.reason)).toContain('line 2')
    expect(error.message).not.toContain('s3cr3t')
  })

  test('may begin with a byte order mark', async () => {
    expect(await parseRequest('\uFEFF{"action":"x"}')).toEqual({ action: 'x' })
  })

  test('keeps in context, and only there, numbers that templates print with their fraction', async () => {
    const parsed = (await parseRequest(
      '{"action":"x","parameters":{"n":3.0},"context":{"n":3.0,"m":2}}',
    )) as {
      parameters: { n: unknown }
      context: { n: unknown; m: unknown }
    }
    expect(parsed.parameters.n).toBe(3)
    expect(parsed.context.m).toBe(2)
    expect(parsed.context.n).not.toBe(3)
  })

  test('never makes the parser throw anything but its refusal', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), async (text) => {
        try {
          await parseRequest(text)
        } catch (error) {
          expect(error).toBeInstanceOf(ActionError)
        }
      }),
    )
  })
})

describe('a parsed request', () => {
  test.each([[[]], [null], ['ping'], [3], [true]])(
    'that is %j is refused: one object is wanted',
    async (value) => {
      const error = await failure(() => readRequest(value))
      expect(error.code).toBe('REQUEST_INVALID')
      expect(String(error.values.reason)).toContain('one JSON object')
    },
  )

  test('names every field that is wrong at once, and the nearest that exists', async () => {
    const error = await failure(() =>
      readRequest({
        parametres: {},
        parameters: [],
        templates: { a: 1 },
        timeout_ms: -1,
        dry_run: 'yes',
        locale: 5,
      }),
    )
    const reason = String(error.values.reason)
    for (const part of [
      'Did you mean "parameters"',
      '"parameters" must be an object',
      '"a" must be text',
      'timeout_ms',
      'dry_run',
      'locale',
      '"action" is required',
    ]) {
      expect(reason).toContain(part)
    }
    expect(error.facts.problems).toHaveLength(7)
  })

  test('may leave out everything but the action, or hold null there', () => {
    expect(readRequest({ action: 'x', context: null, state: null })).toEqual({ action: 'x' })
  })

  test('of any shape is read or refused, never worse', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        try {
          expect(readRequest(value).action).not.toBe('')
        } catch (error) {
          expect(error).toBeInstanceOf(ActionError)
        }
      }),
    )
  })
})
