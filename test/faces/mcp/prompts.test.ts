/** Prompts, from an integration's files to an assistant, and progress and cancellation of what it calls. */
import { describe, expect, test } from 'vitest'
import { runChecks } from '../../../runtime/authoring/check/checks.ts'
import { surveyIntegration } from '../../../runtime/authoring/survey.ts'
import { type Progress, startReport } from '../../../runtime/faces/mcp/call/progress.ts'
import { english, translateIn } from '../../../runtime/i18n/sentences.ts'
import { readPrompts } from '../../../runtime/integration/yaml/prompts.ts'
import { createSlots } from '../../../runtime/service/slots.ts'
import { copyEcho } from '../../support/author.ts'
import { call, connectTo, keepAudit, makeCore } from '../../support/mcp.ts'
import { serve } from '../../support/wire.ts'

const GREET = `title: Greet
description: Says hello.
arguments:
  who: { label: Who, description: Whom to greet., required: true }
  tone: { label: Tone, description: How. }
text: |
  Greet {{ args.who }}{% if args.tone %}, {{ args.tone }}{% endif %}.
  {% if tools.say %}Use {{ tools.say }}.{% else %}Say it yourself.{% endif %}
`
const SALUER = `greet:
  title: Saluer
  description: Dit bonjour.
  arguments:
    who: { label: Qui, description: Qui saluer. }
    tone: { label: Ton, description: Comment. }
  text: "Saluez {{ args.who }} {{ args.tone }} {{ tools.say }}."
`

/** The echo integration with a prompt. */
function withPrompt(): ReturnType<typeof copyEcho> {
  const folder = copyEcho()
  folder.write('prompts/greet.yaml', GREET)
  folder.write('prompts/locales/fr.yaml', SALUER)
  return folder
}

const findingsOf = async (folder: ReturnType<typeof copyEcho>): Promise<string[]> =>
  (await runChecks(await surveyIntegration(folder.root)))
    .filter(({ file }) => file.startsWith('prompts/'))
    .map(({ file, line, message }) => `${file}:${line} ${message}`)

describe('the files of prompts', () => {
  test('with nothing wrong have no findings', async () => {
    expect(await findingsOf(withPrompt())).toEqual([])
  })

  test.each([
    ['title: Greet', 'titel: Greet', 'titel'],
    ['args.who', 'args.whom', 'Declare "whom" under arguments.'],
    ['tools.say', 'tools.shout', 'There is no {{ tools.shout }}.'],
    ['{{ args.who }}', '{{ env.SECRET }}', 'There is no {{ env.SECRET }}.'],
    ['{{ args.who }}', 'you', 'The text does not use {{ args.who }}.'],
    ['{{ args.who }}', '{{ args.who', 'Template:'],
  ])('with %s written as %s have a finding', async (from, to, message) => {
    const folder = withPrompt()
    folder.edit('prompts/greet.yaml', from, to)
    expect((await findingsOf(folder)).join('\n')).toContain(message)
  })

  test('in another language say the same, all of it', async () => {
    const folder = withPrompt()
    folder.edit('prompts/locales/fr.yaml', 'title: Saluer', 'titre: Saluer')
    expect((await findingsOf(folder)).join('\n')).toContain('titre')
    folder.write(
      'prompts/locales/fr.yaml',
      'greet: { title: Saluer, text: "Saluez {{ args.who }}." }\nother: { title: Autre }\n',
    )
    const findings = (await findingsOf(folder)).join('\n')
    expect(findings).toContain('"greet" has no description. Translate it.')
    expect(findings).toContain('It does not read the same names as the prompt.')
    expect(findings).toContain('There is no prompts/other.yaml.')
    folder.remove('prompts/locales/fr.yaml')
    expect((await findingsOf(folder)).join('\n')).toContain('There is no fr.yaml.')
  })

  test('that are broken are not served', async () => {
    const folder = withPrompt()
    folder.edit('prompts/greet.yaml', 'title: Greet', 'titel: Greet')
    await expect(readPrompts(folder.root)).rejects.toMatchObject({ code: 'INTEGRATION_INVALID' })
  })

  test('may be none', async () => {
    expect(await readPrompts(copyEcho().root)).toEqual({ prompts: {}, overlays: {} })
  })
})

describe('a prompt', () => {
  const client = async (options: Parameters<typeof makeCore>[0] = {}) =>
    connectTo(await makeCore({ prompts: await readPrompts(withPrompt().root), ...options }))
  const textOf = async (
    ...[name, given, options]: [string, Record<string, string>, Parameters<typeof makeCore>[0]?]
  ) => {
    const { messages } = await (await client(options)).getPrompt({ name, arguments: given })
    return messages.map(({ content }) => (content.type === 'text' ? content.text : '')).join()
  }

  test('is listed with what is to be filled in', async () => {
    expect((await (await client()).listPrompts()).prompts).toEqual([
      {
        name: 'greet',
        title: 'Greet',
        description: 'Says hello.',
        arguments: [
          { name: 'who', description: 'Whom to greet.', required: true },
          { name: 'tone', description: 'How.', required: false },
        ],
      },
    ])
  })

  test('names the tools that are offered, and does without those that are not', async () => {
    expect(await textOf('greet', { who: 'Ann', tone: 'loudly' })).toBe('Greet Ann, loudly.\nUse echo_say.')
    expect(await textOf('greet', { who: 'Ann' }, { policy: { deny: ['say'] } })).toBe(
      'Greet Ann.\nSay it yourself.',
    )
  })

  test('takes what is filled in as data', async () => {
    expect(await textOf('greet', { who: '{{ 7 * 7 }}{% raw %}' })).toContain('Greet {{ 7 * 7 }}{% raw %}.')
  })

  test('speaks the language of the server', async () => {
    expect(await textOf('greet', { who: 'Ann', tone: 'fort' }, { locale: 'fr' })).toBe(
      'Saluez Ann fort echo_say.',
    )
  })

  test.each([
    ['greet', {}, '"Who" (who) is required'],
    ['greet', { who: ' ' }, '"Who" (who) is required'],
    ['greet', { who: 'Ann', tune: 'x' }, 'Did you mean "tone"?'],
    ['gret', {}, 'Did you mean "greet"?'],
    ['constructor', {}, 'There is no prompt'],
  ])('%s with %j is refused', async (name, given, reason) => {
    await expect((await client()).getPrompt({ name, arguments: given })).rejects.toMatchObject({
      code: -32_602,
      message: expect.stringContaining(reason),
    })
  })
})

describe('a long call', () => {
  test('tells how many rows were read, rising, no more often than four times a second', () => {
    let now = 1000
    const told: Progress[] = []
    const report = startReport(
      (progress) => told.push(progress),
      translateIn(english),
      () => now,
    )
    for (let row = 0; row < 1000; row++) {
      report.row()
      now++
    }
    report.stop()
    expect(told.map(({ message }) => message)).toEqual([
      '1 rows read after 0.0 s',
      '251 rows read after 0.3 s',
      '501 rows read after 0.5 s',
      '751 rows read after 0.8 s',
    ])
    const values = told.map(({ progress }) => progress)
    expect(values).toEqual([...new Set(values)].sort((a, b) => a - b))
  })

  test('tells it to the client that asked, and only to it', async () => {
    const client = await connectTo(await makeCore())
    const told: string[] = []
    const onprogress = ({ message = '' }) => told.push(message)
    const params = { name: 'echo_count', arguments: { rows: 5 } }
    const answer = await client.callTool(params, { onprogress })
    expect(answer.structuredContent).toMatchObject({ rows: { length: 5 } })
    expect(told[0]).toMatch(/^1 rows read after/)
    await client.callTool(params)
    expect(told).toHaveLength(1)
  })

  test('is cancelled by its client: the action is stopped, and what became of it is recorded', async () => {
    const arrived = Promise.withResolvers<void>()
    const wire = await serve(() => arrived.resolve())
    const audit = keepAudit()
    const core = await makeCore({ audit, policy: { yesWrites: true }, config: { base_url: wire.url } })
    const client = await connectTo(core)
    const cancel = new AbortController()
    const params = { name: 'echo_call', arguments: { path: '/' } }
    const waiting = client.callTool(params, { signal: cancel.signal })
    await arrived.promise
    cancel.abort('enough')
    await expect(waiting).rejects.toThrow('enough')
    await Promise.allSettled(core.pending)
    expect(audit.entries).toMatchObject([{ outcome: 'OUTCOME_UNKNOWN', decision: 'allowed' }])
  })

  test('that waits for its turn is not begun when it is cancelled', async () => {
    const arrived = Promise.withResolvers<void>()
    const wire = await serve(() => arrived.resolve())
    const audit = keepAudit()
    const core = await makeCore({
      audit,
      concurrency: 1,
      policy: { yesWrites: true },
      config: { base_url: wire.url },
    })
    const client = await connectTo(core)
    const [first, second] = [new AbortController(), new AbortController()]
    const start = (signal: AbortSignal) =>
      client.callTool({ name: 'echo_call', arguments: { path: '/' } }, { signal }).catch(() => {})
    const waiting = [start(first.signal), start(second.signal)]
    await arrived.promise
    second.abort()
    first.abort()
    await Promise.all(waiting)
    await Promise.allSettled(core.pending)
    expect(audit.entries.map(({ outcome }) => outcome).sort()).toEqual(['CANCELLED', 'OUTCOME_UNKNOWN'])
    expect(wire.seen).toHaveLength(1)
    const { isError } = await call(client, 'echo_say', { text: 'the place is free again' })
    expect(isError).toBe(false)
  })

  test('has its place for itself, and gives it back once', async () => {
    const slots = createSlots(1)
    const { signal } = new AbortController()
    const giveBack = await slots.take(signal)
    const order: string[] = []
    const second = slots.take(signal).then((done) => {
      order.push('second')
      return done
    })
    const third = slots.take(signal).then((done) => {
      order.push('third')
      return done
    })
    giveBack()
    giveBack()
    const done = await second
    expect(order).toEqual(['second'])
    done()
    await third
    expect(order).toEqual(['second', 'third'])
  })
})
