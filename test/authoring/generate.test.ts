import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { typeName, typesFile } from '../../runtime/authoring/generate/action-types.ts'
import { actionDocs } from '../../runtime/authoring/generate/actions-doc.ts'
import { generate } from '../../runtime/authoring/generate/generate.ts'
import { code, plain, table } from '../../runtime/authoring/generate/markdown.ts'
import { literal } from '../../runtime/authoring/generate/typescript.ts'
import { codes } from '../../runtime/contract/codes.ts'
import { genCommand } from '../../runtime/faces/cli/commands/gen.ts'
import type { IntegrationSpec } from '../../runtime/integration/integration.ts'
import type { Manifest } from '../../runtime/integration/manifest.ts'
import { runAction } from '../../runtime/run/run-action.ts'
import { overlaySchema } from '../../runtime/schema/published/overlay.ts'
import { resultSchema } from '../../runtime/schema/published/result.ts'
import { compileSchema } from '../../runtime/schema/validate.ts'
import { copyEcho, folderWith, say } from '../support/author.ts'
import { loadEcho } from '../support/echo.ts'

const repository = join(import.meta.dirname, '../..')

/** A manifest with what a test does not care for filled in. */
const manifest = (part: Partial<Manifest>): Manifest => ({
  name: 'Get Thing',
  description: 'Gets it.',
  kind: 'action',
  effect: 'read',
  idempotent: true,
  permissions: [],
  notes: [],
  parameters: {},
  inputs: {},
  output: { type: 'object', additionalProperties: false },
  messages: { success: 'Done.' },
  example: { parameters: {}, result: {} },
  dialects: {},
  ...part,
})

const typesOf = (part: Partial<Manifest>, id = 'get-thing') =>
  typesFile('Head.', [{ id, manifest: manifest(part) }])
const field = { label: 'A Field', description: 'A field.' }

/** What the formatter makes of TypeScript. */
const formatted = (text: string): string =>
  execFileSync(
    process.execPath,
    [
      join(repository, 'node_modules/@biomejs/biome/bin/biome'),
      'format',
      '--stdin-file-path',
      'actions/types.gen.ts',
    ],
    { input: text, cwd: repository, encoding: 'utf8' },
  )

describe('soar gen', () => {
  test('writes nothing while a manifest is wrong, and says what', async () => {
    const echo = copyEcho()
    echo.edit('manifests/count.yaml', 'effect: read', 'effect: reed')
    echo.remove('actions/types.gen.ts')
    const said = await say(genCommand, { root: echo.root })
    expect(said).toEqual({
      code: 1,
      out: '',
      err: expect.stringMatching(
        /^manifests\/count\.yaml:3:9 .*\nNothing was generated\. Fix these problems first\.\n$/,
      ),
    })
    expect(echo.has('actions/types.gen.ts')).toBe(false)
  })

  test('refuses a folder that is no integration', async () => {
    await expect(say(genCommand, { root: folderWith({}).root })).rejects.toMatchObject({
      code: 'INTEGRATION_INVALID',
    })
  })

  test('writes what differs and names it; a second time there is nothing to write', async () => {
    const echo = copyEcho()
    await say(genCommand, { root: echo.root })
    echo.edit('manifests/count.yaml', 'label: Rows', 'label: Lines')
    echo.write('actions/types.gen.ts', 'stale')
    expect(await say(genCommand, { root: echo.root })).toEqual({
      code: 0,
      out: 'wrote actions/types.gen.ts\nwrote docs/actions.md\n',
      err: '',
    })
    expect(await say(genCommand, { root: echo.root })).toEqual({
      code: 0,
      out: '2 generated files, all up to date.\n',
      err: '',
    })
  })

  test('--check writes nothing, names what is stale, and ends with 1', async () => {
    const echo = copyEcho()
    await say(genCommand, { root: echo.root })
    expect(await say(genCommand, { root: echo.root, check: true })).toEqual({ code: 0, out: '', err: '' })
    echo.remove('docs/actions.md')
    echo.write('actions/types.gen.ts', 'stale')
    expect(await say(genCommand, { root: echo.root, check: true })).toEqual({
      code: 1,
      out: 'stale: actions/types.gen.ts\nstale: docs/actions.md\nRun `soar gen` and commit what it writes.\n',
      err: '',
    })
    expect(echo.read('actions/types.gen.ts')).toBe('stale')
    expect(echo.has('docs/actions.md')).toBe(false)
  })

  test("documents the product beside the product's own integration alone", async () => {
    const source = {
      spec: { name: 'X', description: 'X.', areas: {}, config: {} } as unknown as IntegrationSpec,
      actions: [],
    }
    expect(Object.keys(await generate({ ...source, product: false }))).toEqual(['docs/actions.md'])
    expect(Object.keys(await generate({ ...source, product: true }))).toEqual([
      'docs/actions.md',
      'docs/errors.md',
      'docs/schemas/manifest.json',
      'docs/schemas/integration.json',
      'docs/schemas/overlay.json',
      'docs/schemas/texts.json',
      'docs/schemas/prompt.json',
      'docs/schemas/request.json',
      'docs/schemas/result.json',
    ])
  })

  test('says in each file that it is generated', async () => {
    const source = {
      spec: { name: 'X', description: 'X.', areas: {}, config: {} } as unknown as IntegrationSpec,
      actions: [],
      product: true,
    }
    for (const [path, text] of Object.entries(await generate(source))) {
      expect([path, text.split('\n', 3).join('\n')]).toEqual([
        path,
        expect.stringContaining('Generated by `npm run gen`. Do not edit.'),
      ])
    }
  })
})

describe('types of inputs', () => {
  test('what may be missing is optional; what is required or has a value to fall back on is not', () => {
    const text = typesOf({
      parameters: {
        asked: { ...field, type: 'string', required: true },
        defaulted: { ...field, type: 'boolean', default: false },
        templated: { ...field, type: 'string', default: '{{ context.x }}' },
        blank: { ...field, type: 'string', default: ' ' },
        free: { ...field, type: 'number' },
        fixed: { ...field, type: 'number' },
      },
      inputs: { fixed: 7, length: { type: 'integer', template: '{{ params.asked | length }}' } },
    })
    const lines = text.split('\n').map((line) => line.trim())
    expect(lines).toEqual(
      expect.arrayContaining([
        'asked: string',
        'defaulted: boolean',
        'templated?: string | undefined',
        'blank?: string | undefined',
        'free?: number | undefined',
        'fixed: number',
        'length?: number | undefined',
      ]),
    )
  })

  test('choices are literals, lists have them as entries, json is its schema or any data', () => {
    const text = typesOf({
      parameters: {
        how: { ...field, type: 'string', enum: ["it's", 'all'], required: true },
        many: { ...field, type: 'integer', enum: [1, 2], required: true },
        which: { ...field, type: 'list', enum: ['a', 'b'], required: true },
        words: { ...field, type: 'list', required: true },
        shaped: {
          ...field,
          type: 'json',
          schema: { type: 'array', items: { type: 'integer' } },
          required: true,
        },
        any: { ...field, type: 'json', required: true },
      },
    })
    for (const line of [
      `how: "it's" | 'all'`,
      'many: 1 | 2',
      "which: ('a' | 'b')[]",
      'words: string[]',
      'shaped: number[]',
      'any: Json',
    ]) {
      expect(text).toContain(`    ${line}\n`)
    }
    expect(text).toContain('type Json = ')
  })

  test('without parameters there is nothing to read', () => {
    expect(typesOf({})).toContain('  inputs: object\n')
    expect(typesOf({})).not.toContain('Json')
  })
})

describe('types of results', () => {
  const resultOf = (output: Manifest['output']) => {
    const text = typesOf({ output })
    return text.slice(text.indexOf('  result: ') + '  result: '.length, text.lastIndexOf('\n}'))
  }

  test('follow the output schema: closed and open objects, rows, choices, nulls', () => {
    expect(
      resultOf({
        type: 'object',
        additionalProperties: false,
        required: ['id', 'kind', 'rows'],
        properties: {
          id: { type: 'string', description: 'The id.' },
          kind: { const: 'block' },
          level: { enum: ['low', 'high', null] },
          note: { type: ['string', 'null'] },
          either: { oneOf: [{ type: 'string' }, { type: 'integer' }] },
          what: {},
          rows: {
            type: 'array',
            items: { type: 'object', required: ['n'], properties: { n: { type: 'number' } } },
          },
        },
      }),
    ).toBe(`{
    /** The id. */
    id: string
    kind: 'block'
    level?: 'low' | 'high' | null | undefined
    note?: string | null | undefined
    either?: string | number | undefined
    what?: unknown
    rows: {
      n: number
      [key: string]: unknown
    }[]
  }`)
  })

  test('a name that is no identifier is quoted', () => {
    const output = { type: 'object', additionalProperties: false, properties: { 'a b': { type: 'null' } } }
    expect(resultOf(output)).toBe("{\n    'a b'?: null | undefined\n  }")
  })
})

describe('the print of types', () => {
  test('a comment can neither be ended nor broken by a description', () => {
    const text = typesOf({ description: `Ends */ here.\nAnd ${'goes on '.repeat(30)}` })
    expect(text).not.toContain('Ends */')
    expect(text).toContain('Ends *\\/ here. And goes on')
    expect(text.split('\n').every((line) => line.length <= 110)).toBe(true)
  })

  test('an id that begins with a digit still has a name', () => {
    expect(typeName('2fa-reset')).toBe('Action2faReset')
    expect(typeName('get-ttp-2-logs')).toBe('GetTtp2Logs')
  })

  test('any text as a literal is that text again', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        (text) => new Function(`return ${literal(text)}`)() === text,
      ),
    )
  })

  test('is what the formatter would print, however long and nested', () => {
    const words = (count: number) =>
      Array.from({ length: count }, (_, index) => `a rather long choice ${index}`)
    const nested = { type: 'object', properties: { deep: { enum: words(6) } } } as const
    const text = typesOf({
      description: 'Long. '.repeat(40),
      parameters: {
        long: { ...field, type: 'string', enum: words(8) },
        list: { ...field, type: 'list', enum: words(8) },
        short: { ...field, type: 'list', enum: ["it's", 'say "it\'s"'] },
        listed: { ...field, type: 'list', enum: words(8), required: true },
        shaped: { ...field, type: 'json', schema: { type: ['array', 'null'], items: nested } },
        one: { ...field, type: 'string', enum: ['x'.repeat(120)], required: true },
      },
      output: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            hugged: { ...nested, type: ['object', 'null'] },
            listed: { type: 'array', items: { anyOf: [{ ...nested }, { type: 'string' }] } },
            rows: { type: ['array', 'null'], items: { enum: words(9) } },
            empty: { type: 'object', additionalProperties: false },
            "it's": { type: 'array', items: {} },
            fits: { type: 'array', items: { enum: words(3) } },
          },
          required: ['hugged', 'listed', 'fits'],
        },
      },
    })
    expect(formatted(text)).toBe(text)
  })

  test('breaks a line exactly where the formatter does', () => {
    const actions = Array.from({ length: 50 }, (_, index) => {
      const choices = { enum: ['x'.repeat(50 + index), 'y'] }
      const parameters = {
        text: { ...field, ...choices, type: 'string', required: true },
        maybe: { ...field, ...choices, type: 'string' },
        list: { ...field, ...choices, type: 'list', required: true },
        some: { ...field, ...choices, type: 'list' },
      } as const
      const rows = { type: ['array', 'null'], items: choices }
      const output = {
        type: 'object',
        required: ['rows'],
        properties: { rows, more: { type: 'array', items: rows } },
      }
      return {
        id: `action-${index}`,
        manifest: manifest({ parameters, output, description: 'd'.repeat(80 + index) }),
      }
    })
    const text = typesFile('Head.', actions)
    expect(formatted(text)).toBe(text)
  })

  test('types that follow manifests of any shape are what the formatter would print', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,30}$/)
    const choice = fc.stringMatching(/^[ -~]{1,40}$/)
    const leaf = fc.oneof(
      fc.constantFrom({ type: 'string' }, { type: 'integer' }, { type: ['number', 'null'] }, {}),
      fc.uniqueArray(choice, { minLength: 1, maxLength: 9 }).map((options) => ({ enum: options })),
    )
    const { schema } = fc.letrec((tie) => ({
      schema: fc.oneof({ maxDepth: 4 }, leaf, tie('list'), tie('object')),
      list: fc.record({ type: fc.constantFrom('array', ['array', 'null']), items: tie('schema') }),
      object: fc.record({
        type: fc.constantFrom('object', ['object', 'null']),
        additionalProperties: fc.boolean(),
        properties: fc.dictionary(name, tie('schema'), { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
      }),
    }))
    const actions = fc.sample(schema, { numRuns: 60 }).map((output, index) => ({
      id: `action-${index}`,
      manifest: manifest({ output: output as Manifest['output'] }),
    }))
    const text = typesFile('Head.', actions)
    expect(text.length).toBeGreaterThan(5_000)
    expect(formatted(text)).toBe(text)
  })
})

describe('the action reference', () => {
  const spec = { name: 'Echo', description: 'Echoes.', areas: {}, config: {} } as unknown as IntegrationSpec
  const docOf = (part: Partial<Manifest>) =>
    actionDocs('Head.', spec, [{ id: 'get-thing', manifest: manifest(part) }])['docs/actions.md'] ?? ''

  test('tells of each parameter what a form would ask', () => {
    const doc = docOf({
      parameters: {
        mode: {
          label: 'Mode | way',
          description: 'How.',
          type: 'list',
          format: 'email',
          enum: ['a', 'b'],
          enum_aliases: { A: 'a' },
          aliases: ['Way'],
          max_items: 3,
          default: '{{ context.mode | upper }}',
        },
        since: {
          label: 'Since',
          description: 'From when.',
          type: 'string',
          required_when: { mode: ['a', 'b'] },
        },
      },
    })
    expect(doc).toContain(
      '| Mode \\| way | `mode` | list of email |  | `{{ context.mode \\| upper }}` | How. Choices: `a`, `b`. Also understood: `A` for `a`. Also accepted as `Way`. At most 3 entries. |',
    )
    expect(doc).toContain('| Since | `since` | string | when Mode \\| way is `a` or `b` |  | From when. |')
  })

  test('says what is deprecated, what it does to the tenant, what it needs', () => {
    const doc = docOf({
      deprecated: 'Use get-other-thing.',
      effect: 'destructive',
      idempotent: false,
      permissions: ['Mail | Edit'],
      notes: ['It is slow.'],
    })
    expect(doc).toContain('> **Deprecated.** Use get-other-thing.')
    expect(doc).toContain('Effect: changes the tenant irreversibly; not safe to retry blindly')
    expect(doc).toContain('Permissions: `Mail \\| Edit`')
    expect(doc).toContain('- It is slow.')
    expect(doc).toContain('| [Get Thing](#get-thing) | `get-thing` | destructive | Deprecated. Gets it. |')
  })

  test('lists the fields of rows and of what is nested in them', () => {
    const doc = docOf({
      output: {
        type: 'array',
        items: {
          type: 'object',
          required: ['id'],
          properties: {
            id: { type: 'string', description: 'The id.' },
            tags: {
              type: 'array',
              items: { type: 'object', properties: { name: { type: ['string', 'null'] } } },
            },
          },
        },
      },
    })
    expect(doc).toContain('| `id` | string | yes | The id. |')
    expect(doc).toContain('| `tags` | list of object |  |  |')
    expect(doc).toContain('| `tags[].name` | string or null |  |  |')
  })

  test('gives the example as a request to send', () => {
    const example = {
      parameters: { a: 1 },
      templates: { b: '{{ c }}' },
      result: { ok: true },
      message: 'Done.',
    }
    const blocks = [...docOf({ example }).matchAll(/```json\n(.*?)\n```/gs)].map(([, json = '']) =>
      JSON.parse(json),
    )
    expect(blocks).toEqual([
      { action: 'get-thing', parameters: { a: 1 }, templates: { b: '{{ c }}' } },
      { ok: true },
    ])
  })
})

describe('markdown', () => {
  test('nothing in data is read as markup, save code in backticks', () => {
    expect(plain('a|b <i> *c* _d_ e_f `x|y_z`')).toBe('a\\|b &lt;i\\> \\*c\\* \\_d\\_ e_f `x\\|y_z`')
  })

  test('code holds any backticks', () => {
    expect(code('a `b` ``c``')).toBe('``` a `b` ``c`` ```')
  })

  test('a column that is empty in every row is left out', () => {
    expect(
      table(
        ['A', 'B'],
        [
          ['1', ''],
          ['2', ''],
        ],
      ),
    ).toBe('| A |\n| --- |\n| 1 |\n| 2 |')
  })
})

describe('the published schemas', () => {
  test('know every code and every result that echo gives', async () => {
    const validate = await compileSchema(resultSchema)
    const integration = await loadEcho()
    const config = { api_key: 'k'.repeat(20) }
    const results = [
      await runAction(integration, { action: 'say', parameters: { text: 'hi' }, config }),
      await runAction(integration, { action: 'say', parameters: { txt: 'hi', times: 'x' }, config }),
      await runAction(integration, { action: 'feed', config, state: 3 }),
      await runAction(integration, { action: 'misbehave', parameters: { how: 'warn' }, config }),
      await runAction(integration, { action: 'misbehave', parameters: { how: 'throw' }, config }),
      await runAction(integration, {
        action: 'call',
        parameters: { path: '/', body: {} },
        config,
        dry_run: true,
      }),
      await runAction(integration, { action: 'nothing', config }),
    ]
    expect(results.map((result) => validate(JSON.parse(JSON.stringify(result))))).toEqual(
      results.map(() => []),
    )
    expect(new Set(results.map((result) => result.error?.code ?? result.is_success))).toEqual(
      new Set([true, 'PARAMETER_INVALID', 'INTERNAL', 'ACTION_UNKNOWN']),
    )
    for (const name of Object.keys(codes)) {
      const failed = { ...results[4], error: { code: name, reason: '', retryable: false } }
      expect(validate(failed)).toEqual([])
    }
  })

  test('refuse a result with a code that does not exist, and an overlay with a field that does not', async () => {
    const run = { action: '', version: '', locale: 'en', ms: 1, requests: 0 }
    const failed = { is_success: false, output_message: '', json_result: null, run }
    const error = { code: 'NO_SUCH_CODE', reason: '', retryable: false }
    expect((await compileSchema(resultSchema))({ ...failed, error })).toMatchObject([
      { where: 'error.code', rule: 'enum' },
    ])
    expect((await compileSchema(overlaySchema))({ say: { title: 'Dire' } })).toMatchObject([
      { where: 'say.title', rule: 'not_allowed' },
    ])
  })
})
