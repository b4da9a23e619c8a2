/** The 24 faults that were found with foreign clients, each with its input, the expected value and the tests of it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createHostCheck } from '../../../runtime/service/admission.ts'
import { call, codeOf, connectTo, makeCore, textOf } from '../../support/mcp.ts'
import { openMimecast } from '../../support/mimecast.ts'

/** One fault. */
interface Finding {
  input: string
  expected: string
  /** Inputs of the same kind, which the tests also cover. */
  siblings: string
  /** `file: title of a test`, the file in this folder. */
  shown: readonly string[]
}

const FINDINGS: Record<string, Finding> = {
  F1: {
    input: 'Create Policy with a description of 800 characters before `from`, `to` and `override`',
    expected: 'the question names every field that is sent',
    siblings: 'every input of every write: one line for each field',
    shown: ['confirmations: names every field of a policy, however long its description is'],
  },
  F2: {
    input: 'Release Message with 40 ids',
    expected: 'the question has all ids and their count',
    siblings: 'lists of any write; an input that is too long to show',
    shown: [
      'confirmations: counts the messages that are released, and shows each',
      'confirmations: that would hide something is not asked: the call is refused with the size of what is too long',
    ],
  },
  F3: {
    input: 'a read in a client that shows the model only structuredContent',
    expected: 'notice, message and warnings are there, and no hidden characters',
    siblings: 'objects, failures, stored results, every tool that reads',
    shown: [
      'answers: shows the notice first, the message, the warnings, what is shown and how to read on',
      'answers: has the facts about an object and about a failure that has data, too',
      'injection: the answer of every tool that reads has nothing in it that acts, as text and as structured content',
    ],
  },
  F4: {
    input: 'every tool through the adapter of google-genai',
    expected: 'all are converted: no additionalProperties at the root, no boolean schemas',
    siblings: 'OpenAI, strict and not; Anthropic; Gemini in both forms',
    shown: ['dialects: leaves out what only some vendors read, at every depth'],
  },
  F5: {
    input: 'server/discover of revision 2026-07-28, over stdio and HTTP',
    expected: 'the supported versions and the capabilities; another version is refused with the request id',
    siblings: 'every method of both eras over both transports',
    shown: [
      'eras: is discovered, with what the server can do and for how long that holds',
      'eras: of another number is refused with the request id and the supported ones',
    ],
  },
  F6: {
    input: '100 sessions that are never deleted, then a good client',
    expected: 'the session that was idle longest makes room',
    siblings: '1,000 sessions; sessions of one caller beside those of others',
    shown: [
      'flood: opens 1,000 sessions and ends none: others are served',
      'http: at the limit, the session idle for longest makes room, of the caller that has most',
    ],
  },
  F7: {
    input: 'a call with 50,000 unknown argument names',
    expected: 'a short PARAMETER_INVALID',
    siblings: 'arguments of any tool, long values in refusals',
    shown: ['safety: has a line for a call with more arguments than any tool takes, whose refusal is short'],
  },
  F8: {
    input: 'a call with arguments that are nested 200 levels deep',
    expected: 'PARAMETER_INVALID and a line in the audit log',
    siblings: '199, 201 and 400 levels; calls of the wrong shape',
    shown: [
      'flood: whose arguments are 200 levels deep has its line, whatever it is',
      'flood: that is malformed has its line in the audit log',
    ],
  },
  F9: {
    input: '1,100 writes of one client that answers no question',
    expected: 'its own quota is used up, and others are served',
    siblings: 'requests, open questions, concurrent actions, connections, turns',
    shown: [
      'flood: with 1,100 unanswered questions leaves room for others, and has its own quota',
      'flood: with hundreds of calls at once does not come before one with a single call',
      'flood: cannot occupy all connections',
    ],
  },
  F10: {
    input: 'a subject with variation selectors, U+180E, U+034F, U+00AD, U+3164, U+2800, U+200D',
    expected: 'all are shown as signs',
    siblings: 'tags, direction marks, control characters; emoji stay',
    shown: [
      'answers: has nothing that acts on its reader: in text, structured content, warnings and errors',
      'answers: keeps addresses, message ids and emoji as they are',
    ],
  },
  F11: {
    input: 'an error text of the vendor with line ends, "SYSTEM:" and hidden characters; the same in `scope`',
    expected: 'on one line, cleaned, between the marks',
    siblings: 'warnings, messages, refusals that quote an argument',
    shown: ['answers: stands after the notice, between the marks, also in the message of a failure'],
  },
  F12: {
    input: 'URL logs with 145 rows in a client that shows text only',
    expected: 'every row can be reached by a call that the answer names',
    siblings: 'clients that show structured content only, long values of one row',
    shown: [
      'answers: reaches every row, by the calls it is given',
      'answers: reads a long value in full, a part at a time',
    ],
  },
  F13: {
    input: 'impersonation logs of one day, 106 KB',
    expected: 'at most the budget, in the text and in structuredContent',
    siblings: 'one row that is larger than the budget, results that cannot be stored',
    shown: [
      'answers: cuts the values of a row that is larger, so that the next rows can still be reached',
      'answers: of a result that cannot be stored says to request less',
    ],
  },
  F14: {
    input: 'a write with a progress token, and a person who needs longer than the client waits',
    expected: 'progress while the person thinks',
    siblings: 'actions that run long',
    shown: ['confirmations: shows signs of life while the person thinks'],
  },
  F15: {
    input: 'tools/list by the Inspector with --strict',
    expected: 'no error',
    siblings: 'all tools, also as the Inspector itself reports in the soak part mcp',
    shown: ['dialects: has a type beside every choice, and choices that are not texts in its description'],
  },
  F16: {
    input: 'time_frame "nope", max_emails_to_return 1.5, a scope that does not exist',
    expected: 'one full stop at the end of a sentence',
    siblings: 'every refused value that a sentence quotes',
    shown: ['findings: F16: a refusal ends with one full stop'],
  },
  F17: {
    input: 'any PARAMETER_INVALID',
    expected: 'a remedy that a model can follow, and every problem in the text',
    siblings: 'refusals of the server itself',
    shown: [
      'findings: F17: the remedy of a refusal names the page of the action, and the text every problem',
    ],
  },
  F18: {
    input: 'POST /mcp/',
    expected: 'as /mcp',
    siblings: 'other paths are 404',
    shown: ['flood: /mcp/ is /mcp, a bare GET is 405, and /health needs no token'],
  },
  F19: {
    input: 'GET /mcp without a session',
    expected: '405',
    siblings: 'GET /health',
    shown: ['flood: /mcp/ is /mcp, a bare GET is 405, and /health needs no token'],
  },
  F20: {
    input: 'a Host or an Origin that is not allowed',
    expected: 'the answer names --allow-host, and the log has one line',
    siblings: 'preflight requests',
    shown: ['flood: a refused Host or Origin names the remedy, in the answer and once in the log'],
  },
  F21: {
    input: '"arguments": null, "cursor": null, "cursor": ""',
    expected: 'as if they were absent',
    siblings: 'null inside arguments',
    shown: ['flood: with null arguments or an empty cursor is one without'],
  },
  F22: {
    input: 'a body that arrives one byte a second; 512 open sockets',
    expected: '408 in time, and room for others',
    siblings: '600 bodies that do not arrive, sockets that send nothing',
    shown: [
      'flood: a body that does not arrive in time is answered with 408',
      'flood: 600 bodies that do not arrive keep no client out',
      'http: sockets that say nothing keep no client out',
    ],
  },
  F23: {
    input: 'a batch of two requests in a session of 2025-06-18',
    expected: '-32600',
    siblings: 'older revisions, which have batches',
    shown: ['eras: a session of 2025-06-18 gets no batch'],
  },
  F24: {
    input: 'a server with the key mimecast-production',
    expected: 'mcp__<key>__<tool> has at most 64 characters',
    siblings: 'every tool, with a key of 19 characters',
    shown: ['dialects: is whole as long as it fits, and otherwise has whole words of the full name'],
  },
}

test('each of the 24 faults is shown by tests that exist', () => {
  expect(Object.keys(FINDINGS)).toEqual(Array.from({ length: 24 }, (_, at) => `F${at + 1}`))
  const sources = new Map<string, string>()
  const lost = Object.entries(FINDINGS).flatMap(([number, { shown }]) =>
    shown.flatMap((place) => {
      const [file = ''] = place.split(': ', 1)
      const title = place.slice(file.length + 2)
      const source = sources.get(file) ?? readFileSync(join(import.meta.dirname, `${file}.test.ts`), 'utf8')
      sources.set(file, source)
      return new RegExp(`test\\(\\s*['"]${escaped(title)}['"]`).test(source) ? [] : [`${number} ${place}`]
    }),
  )
  expect(lost).toEqual([])
})

const escaped = (text: string): string => text.replace(/[^\w\s]/g, '\\$&')

describe('a refusal', () => {
  const refuse = async (tool: string, given: Record<string, unknown>) => {
    const { integration } = await openMimecast()
    const answer = await call(await connectTo(await makeCore({ integration })), tool, given)
    expect(codeOf(answer)).toBe('PARAMETER_INVALID')
    return textOf(answer)
  }

  test('F16: a refusal ends with one full stop', async () => {
    const texts = [
      await refuse('mimecast_simple_archive_search', { time_frame: 'nope', max_emails_to_return: 1.5 }),
      await refuse('mimecast_ping', { scope: 'Last 24 Hours?' }),
      await refuse('mimecast_ping', { scope: 'Internal entities.' }),
    ]
    for (const text of texts) expect(text).not.toMatch(/[.?!]["']?\.\./)
    expect(texts.join('\n')).not.toMatch(/[^.]\.\.(?!\.)/)
    expect(texts[0]).toMatch(/got "nope"\.(?= |\n)/)
  })

  test('F17: the remedy of a refusal names the page of the action, and the text every problem', async () => {
    const text = await refuse('mimecast_simple_archive_search', {
      time_frame: 'nope',
      max_emails_to_return: 1.5,
      x: 1,
    })
    for (const part of ['"nope"', '1.5', 'Unknown parameter "x"']) expect(text).toContain(part)
    expect(text).toMatch(/Remedy: .*soar:\/\/actions\/simple-archive-search/)
    expect(text).not.toMatch(/soar show|problems/)
  })

  test('F20: names the option also for an origin of another port', () => {
    const check = createHostCheck({ host: '127.0.0.1', port: 80 }, [])
    expect(check({ host: '127.0.0.1:80', origin: 'http://127.0.0.1:81' })).toContain('--allow-host')
  })
})
