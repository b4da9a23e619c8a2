/** What a manifest says of its writes and its table: `objects`, `check_with` and `columns`. */
import { describe, expect, test } from 'vitest'
import { runChecks } from '../../runtime/authoring/check/checks.ts'
import { surveyIntegration } from '../../runtime/authoring/survey.ts'
import { objectsIn } from '../../runtime/integration/manifest.ts'
import { copyEcho } from '../support/author.ts'
import { openMimecast } from '../support/mimecast.ts'

/** The findings of `soar check` after these lines were added to the manifest `call`, or another one. */
async function findings(lines: string, id = 'call', replacesUndo = false): Promise<string[]> {
  const folder = copyEcho()
  const text = folder.read(`manifests/${id}.yaml`)
  const rest = replacesUndo ? text.replace(/\nundo: .*\n/, '\n') : text
  folder.write(`manifests/${id}.yaml`, rest.replace('\nmessages:', `\n${lines}\nmessages:`))
  const all = await runChecks(await surveyIntegration(folder.root))
  return all.filter(({ file }) => file === `manifests/${id}.yaml`).map(({ message }) => message)
}

describe('soar check accepts', () => {
  test.each([
    ['one parameter', 'objects: path'],
    ['several', 'objects: [path, body]'],
    ['columns in any order', 'columns: [body, status]'],
    [
      'a read with parameters',
      'check_with: { action: say, parameters: { text: "{{ inputs.path }}", times: 2 } }',
    ],
  ])('%s', async (_, lines) => {
    expect(await findings(lines)).toEqual([])
  })
})

describe('soar check refuses', () => {
  test.each([
    [
      'an object that is no parameter',
      'objects: paths',
      'There is no parameter "paths". Name one of the manifest.',
    ],
    [
      'columns that the output has not',
      'columns: [status, reason]',
      'There is no field "reason" in the output. Fields: status, body.',
    ],
    [
      'an action that does not exist',
      'check_with: { action: look }',
      'There is no action "look". Name an action of this integration that reads.',
    ],
    [
      'an action that writes',
      'check_with: { action: call }',
      '"call" is not a read action. Name an action of this integration that reads.',
    ],
    [
      'a connector',
      'check_with: { action: feed }',
      '"feed" is not a read action. Name an action of this integration that reads.',
    ],
    [
      'a parameter that the read has not',
      'check_with: { action: say, parameters: { text: a, word: b } }',
      'say has no parameter "word". Parameters: text, loud, times, volume, tone, to, until, extra, password, greeting.',
    ],
    [
      'a required parameter that is missing',
      'check_with: { action: say }',
      'say requires "text". Add it under check_with.parameters.',
    ],
    [
      'a value of another type',
      'check_with: { action: say, parameters: { text: a, times: many } }',
      '"Times" must be a whole number; got "many".',
    ],
    [
      'a value beyond the limit',
      'check_with: { action: say, parameters: { text: a, times: 9 } }',
      '"times" must be at most 5; got 9.',
    ],
    [
      'a parameter that the given one requires',
      'check_with: { action: say, parameters: { text: a, tone: Angry } }',
      '"Until" is required',
    ],
    [
      'an input that the write has not',
      'check_with: { action: say, parameters: { text: "{{ inputs.url }}" } }',
      'Templates here know inputs.NAME, not "inputs.url".',
    ],
    [
      'the result, which is unknown',
      'check_with: { action: say, parameters: { text: "{{ result.status }}" } }',
      'Templates here know inputs.NAME, not "result.status".',
    ],
    [
      'a template that does not parse',
      'check_with: { action: say, parameters: { text: "{{ inputs.path" } }',
      'Template:',
    ],
  ])('%s', async (_, lines, message) => {
    const found = await findings(lines)
    expect(found).toHaveLength(1)
    expect(found[0]).toContain(message)
  })

  test('an experimental read, unless the write is experimental too', async () => {
    const folder = copyEcho()
    const say = folder.read('manifests/say.yaml')
    folder.write('manifests/say.yaml', `${say}\nexperimental: Nothing is known of it.\n`)
    const check = 'check_with: { action: say, parameters: { text: a } }'
    folder.edit('manifests/call.yaml', '\nmessages:', `\n${check}\nmessages:`)
    const messages = async () =>
      (await runChecks(await surveyIntegration(folder.root))).map(({ message }) => message)
    expect(await messages()).toContain(
      '"say" is experimental, so it is refused by default. Name another action, or remove "check_with".',
    )
    folder.edit('manifests/call.yaml', '\nmessages:', '\nexperimental: Nor of this.\nmessages:')
    expect((await messages()).join()).not.toContain('"say" is experimental')
  })

  test.each(['objects: text', 'check_with: { action: count }'])(
    '%s of an action that reads',
    async (lines) => {
      expect(await findings(lines, 'say')).toContainEqual(
        `Only a write has "${lines.split(':')[0]}", and this action reads. Remove it.`,
      )
    },
  )
})

test.each(['integration', 'kind', 'label', 'reference_values'])(
  'a configuration field named %s is refused: connections use the word',
  async (name) => {
    const folder = copyEcho()
    folder.edit(
      'integration.yaml',
      '\nconfig:\n',
      `\nconfig:\n  ${name}: { label: Some ${name}, description: Some., type: string }\n`,
    )
    const all = await runChecks(await surveyIntegration(folder.root))
    expect(all.map(({ message }) => message)).toContain(
      `"${name}" has its own meaning in a connection. Rename the field.`,
    )
  },
)

test('objects are counted by entries of lists, and absent ones not at all', () => {
  const count = (objects: string[] | undefined, inputs: Record<string, unknown>) =>
    objectsIn(objects === undefined ? {} : { objects }, inputs)
  expect(count(['id'], { id: ['a', 'b', 'c'] })).toBe(3)
  expect(count(['email', 'domain'], { domain: 'b.test', email: null })).toBe(1)
  expect(count(['policy'], { policy: { a: 1, b: 2 } })).toBe(1)
  expect(count(['constructor'], {})).toBe(0)
  expect(count(undefined, { id: 'a' })).toBe(undefined)
})

const MEMBER = { ID: 'a', 'Email Address': 'a@b.test' }

test('a dry run says how many objects the write touches', async () => {
  const { run } = await openMimecast()
  const dryRun = (action: string, parameters: Record<string, unknown>) =>
    run(action, parameters, { dry_run: true })
  expect((await dryRun('release-message', { 'Message ID': 'a, b, c' })).dry_run?.objects).toBe(3)
  expect((await dryRun('add-group-member', MEMBER)).dry_run?.objects).toBe(1)
  expect((await dryRun('ping', {})).dry_run).not.toHaveProperty('objects')
})

test('a write of unknown outcome says how to look whether it happened', async () => {
  const { run } = await openMimecast({
    faults: [
      { path: '/api/directory/add-group-member', cut: 'after' },
      { path: '/api/managedsender/permit-or-block-sender', cut: 'after' },
    ],
  })
  const { error } = await run('add-group-member', MEMBER)
  expect(error?.check).toEqual({
    action: 'find-group-member',
    parameters: { id: 'a', email_address: 'a@b.test' },
  })
  const other = await run('block-sender', { Sender: 'a@b.test', Recipient: 'alice@example.com' })
  expect([other.error?.code, other.error?.check]).toEqual(['OUTCOME_UNKNOWN', undefined])
})

describe('what takes back a write', () => {
  const findingsWith = (lines: string): Promise<string[]> => findings(lines, 'call', true)

  test.each([
    ['a reason why nothing does', 'undo: { none: Nothing takes back a call. }'],
    [
      'a write with templates over inputs, result and the state before',
      'undo: { action: misbehave, when: "{{ result.status == 200 and before }}", parameters: { how: "{{ before.how }}" } }',
    ],
  ])('%s', async (_, lines) => {
    expect(await findingsWith(lines)).toEqual([])
  })

  test.each([
    ['nothing', '', 'This action writes, and nothing says how to undo it.'],
    ['neither', 'undo: { parameters: { how: loop } }', 'Name either "action" or "none" under undo.'],
    ['both', 'undo: { action: misbehave, none: No. }', 'Name either "action" or "none" under undo.'],
    [
      'parameters without a way back',
      'undo: { none: No., parameters: { how: loop } }',
      'Without a way back, there is no "parameters". Remove it.',
    ],
    [
      'an action that does not exist',
      'undo: { action: back }',
      'There is no action "back". Name an action of this integration that takes back the write.',
    ],
    [
      'an action that reads',
      'undo: { action: say, parameters: { text: a } }',
      '"say" is not an action that writes.',
    ],
    [
      'a parameter that the action has not',
      'undo: { action: misbehave, parameters: { how: loop, what: a } }',
      'misbehave has no parameter "what". Parameters: how.',
    ],
    [
      'a required parameter that is missing',
      'undo: { action: misbehave }',
      'misbehave requires "how". Add it under undo.parameters.',
    ],
    [
      'a constant that is not one of the choices',
      'undo: { action: misbehave, parameters: { how: sing } }',
      '"how" must be one of',
    ],
    [
      'an input that the write has not',
      'undo: { action: misbehave, parameters: { how: "{{ inputs.url }}" } }',
      'Templates here know inputs.NAME, result.NAME and before.NAME, not "inputs.url".',
    ],
    [
      'a field that the result has not',
      'undo: { action: misbehave, when: "{{ result.id }}", parameters: { how: loop } }',
      'not "result.id". Inputs that are not secret: path, body. Fields of the result: status, body.',
    ],
  ])('is refused as %s', async (_, lines, message) => {
    const found = await findingsWith(lines)
    expect(found).toHaveLength(1)
    expect(found[0]).toContain(message)
  })

  test('is refused for an action that reads', async () => {
    expect(await findings('undo: { none: No. }', 'say')).toContainEqual(
      'Only a write has "undo", and this action reads. Remove it.',
    )
  })
})
