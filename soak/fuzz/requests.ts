/** Requests made from manifests: right, nearly right, hostile. */
import fc from 'fast-check'
import type { Json } from '../../runtime/contract/json.ts'
import type { ParameterSpec, ParameterSpecs } from '../../runtime/schema/parameters.ts'
import type { Subject } from '../../testing/own/subjects.ts'
import { change, changed, hostile, hostileName } from './values.ts'

/** A request as data; the configuration comes later, so that nothing random decides where it is sent. */
export type Fields = Record<string, unknown>

/** Requests of all these actions. */
export function requestsOf(subjects: readonly Subject[], templates: readonly string[]): fc.Arbitrary<Fields> {
  const right = fc.oneof(...subjects.map(rightRequest))
  const nearly = fc
    .tuple(right, fc.array(change, { minLength: 1, maxLength: 3 }))
    .map(([request, changes]) => changed(request, changes) as Fields)
  const templated = fc.oneof(...subjects.map((subject) => templatedRequest(subject, templates)))
  const wild = fc.oneof(
    ...subjects.map(({ action }) =>
      fc.record({
        action: fc.oneof(
          { weight: 9, arbitrary: fc.constant(action.id) },
          { weight: 1, arbitrary: hostileName },
        ),
        parameters: wildBag(Object.keys(action.manifest.parameters)),
        context: hostile,
        state: hostile,
        locale: fc.oneof(fc.constantFrom('en', 'fr', 'ja', 'xx'), hostileName),
      }),
    ),
  )
  return fc.oneof(
    { weight: 3, arbitrary: right },
    { weight: 4, arbitrary: nearly },
    { weight: 2, arbitrary: wild },
    { weight: 1, arbitrary: templated },
  )
}

const wildBag = (names: readonly string[]): fc.Arbitrary<unknown> =>
  fc
    .array(fc.tuple(fc.oneof(hostileName, ...names.map((name) => fc.constant(name))), hostile), {
      maxLength: 6,
    })
    .map((entries) => Object.fromEntries(entries))

function rightRequest({ action, request }: Subject): fc.Arbitrary<Fields> {
  return fc.record({
    action: fc.constant(action.id),
    parameters: fc.oneof(fc.constant(request.parameters ?? {}), rightParameters(action.manifest.parameters)),
    context: fc.constant(request.context ?? {}),
    state: fc.constant(request.state ?? null),
    locale: fc.constantFrom('en', 'fr', 'ja'),
    dry_run: fc.constantFrom(false, false, false, true),
  })
}

/** One parameter comes from a hostile template. */
function templatedRequest({ action, request }: Subject, templates: readonly string[]): fc.Arbitrary<Fields> {
  const names = Object.keys(action.manifest.parameters)
  const context = { message: { subject: 'Invoice', from: 'a@b.test' }, list: [1, 2, 3] }
  return fc
    .tuple(fc.constantFrom(...(names.length > 0 ? names : ['none'])), fc.constantFrom(...templates))
    .map(([name, template]) => ({ ...request, templates: { [name]: template }, context }))
}

function rightParameters(specs: ParameterSpecs): fc.Arbitrary<Fields> {
  const fields = Object.entries(specs).map(([name, spec]): [string, fc.Arbitrary<unknown>] => [
    name,
    spec.required ? acceptable(spec) : fc.option(acceptable(spec), { nil: undefined, freq: 2 }),
  ])
  return fc.record(Object.fromEntries(fields))
}

/** A value that a parameter takes, in one of the spellings it takes. */
function acceptable(spec: ParameterSpec): fc.Arbitrary<unknown> {
  switch (spec.type) {
    case 'boolean':
      return fc.constantFrom(true, false, 'True', 'no', 1, 'off')
    case 'integer':
    case 'number': {
      const [min, max] = [spec.minimum ?? 0, spec.maximum ?? 1_000]
      const number = fc.integer({ min: Math.ceil(min), max: Math.floor(Math.max(min, Math.min(max, 500))) })
      return fc.oneof(number, number.map(String))
    }
    case 'list': {
      const list = fc.array(textOf(spec), { minLength: 1, maxLength: 3 })
      return fc.oneof(
        list,
        list.map((items) => items.join(', ')),
        list.map((items) => JSON.stringify(items)),
      )
    }
    case 'json':
      return fc.jsonValue({ maxDepth: 3 })
    default:
      return textOf(spec)
  }
}

const FORMATS: Record<string, readonly string[]> = {
  email: ['user@example.com', 'o.brien+tag@sub.example.test'],
  datetime: ['2026-03-09T08:14:22Z', '2026-03-09T08:14:22.5+01:00'],
  domain: ['example.com', 'münchen.example'],
  url: ['https://host.example/path?q=1'],
  ip: ['192.0.2.7', '2001:db8::1'],
}

function textOf(spec: ParameterSpec): fc.Arbitrary<unknown> {
  if (spec.enum) return fc.constantFrom<Json>(...spec.enum)
  const samples = spec.format === undefined ? undefined : FORMATS[spec.format]
  if (samples) return fc.constantFrom(...samples)
  return fc.oneof(
    fc.constantFrom('user@example.com', 'example.com', 'text'),
    fc.string({ minLength: 1, maxLength: 40 }),
  )
}
