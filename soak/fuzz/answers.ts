/** What a vendor or a proxy may answer: recorded answers with something wrong in them. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { fixture } from '../../testing/own/repository.ts'
import { change, changed, hostile } from './values.ts'

/** One answer on the wire. */
export interface Answer {
  status: number
  headers: Record<string, string>
  body: string
}

const folder = fixture('mimecast')

/** The recorded answers of the vendor. */
export const recorded = (): unknown[] =>
  readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as unknown)

/** Answers, most of them with good JSON. */
export function answersOf(samples: readonly unknown[]): fc.Arbitrary<Answer> {
  const json = fc
    .tuple(fc.constantFrom(...samples), fc.array(change, { maxLength: 4 }))
    .map(([sample, changes]) => JSON.stringify(changed(sample, changes)) ?? 'null')
  const rows = fc
    .array(
      fc.oneof(
        hostile,
        fc.dictionary(fc.constantFrom('id', 'subject', 'data', 'items', 'errors', 'key'), hostile),
      ),
      { maxLength: 4 },
    )
    .chain((data) =>
      fc.record({
        meta: fc.constantFrom({ status: 200 }, { status: 200, pagination: { next: 'more', pageSize: 2 } }),
        data: fc.constant(data),
        fail: fc.constantFrom([], null),
      }),
    )
    .map((envelope) => JSON.stringify(envelope))
  const body = fc.oneof(
    { weight: 6, arbitrary: json },
    { weight: 2, arbitrary: rows },
    { weight: 1, arbitrary: hostile.map((value) => JSON.stringify(value) ?? '') },
    { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('', '<html><body>no</body></html>', '{"meta":', '\ufeff{}', '[]'),
    },
  )
  return fc.record({
    status: fc.oneof(
      { weight: 8, arbitrary: fc.constant(200) },
      {
        weight: 3,
        arbitrary: fc.constantFrom(
          200,
          201,
          204,
          207,
          301,
          400,
          401,
          403,
          404,
          409,
          418,
          422,
          429,
          500,
          503,
          599,
        ),
      },
    ),
    headers: fc.oneof(
      { weight: 6, arbitrary: fc.constant({ 'content-type': 'application/json' }) },
      {
        weight: 1,
        arbitrary: fc.constantFrom<Record<string, string>>(
          {},
          { 'content-type': 'text/html' },
          { 'content-type': 'application/octet-stream' },
          { 'retry-after': 'soon' },
          { 'retry-after': '-1', 'x-ratelimit-reset': 'NaN' },
          { 'x-ratelimit-reset': '1e99' },
          { location: 'http://[' },
          { 'x-request-id': '{{ 7*7 }}' },
        ),
      },
    ),
    body,
  })
}
