/** Columns that name the vendor's field with `from`: their schema, their types, and the rows that an action makes of them. */
import { describe, expect, test } from 'vitest'
import { typesFile } from '../../runtime/authoring/generate/action-types.ts'
import { checkCommand } from '../../runtime/faces/cli/commands/check.ts'
import { loadIntegration } from '../../runtime/integration/folder.ts'
import { readManifest } from '../../runtime/integration/yaml/manifest.ts'
import { runAction } from '../../runtime/run/run-action.ts'
import { columns } from '../../runtime/sdk/lists/columns.ts'
import { rowMapper } from '../../runtime/sdk/lists/wire-rows.ts'
import { copyEcho, say } from '../support/author.ts'

const manifestOf = (properties: string, example = '[]'): string => `name: List Files
description: Lists files.
effect: read
permissions: []
output:
  type: array
  items:
    type: object
    properties:
${properties.replaceAll(/^/gm, '      ')}
messages: { success: Done. }
example: { parameters: {}, result: ${example} }
`

const FILES = `name: { type: string, from: fileName, description: Name. }
sender: { type: string, from: from.address }
verdict: { type: string, enum: [clean, bad], from: verdict }
tags: { type: array, items: { type: string }, from: tags }
parts:
  type: array
  from: mimeParts
  items: { type: object, properties: { kind: { type: string, from: mimeType } } }`

const wholly = async (text: string) => {
  const reading = await readManifest('manifests/list-files.yaml', text)
  if (!reading.ok) throw new Error(JSON.stringify(reading.findings))
  return reading.value.manifest
}

describe('a column with `from`', () => {
  test('is required and may be null; a list of rows is never null', async () => {
    expect((await wholly(manifestOf(FILES))).output).toEqual({
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'sender', 'verdict', 'tags', 'parts'],
        properties: {
          name: { type: ['string', 'null'], description: 'Name.' },
          sender: { type: ['string', 'null'] },
          verdict: { type: ['string', 'null'], enum: ['clean', 'bad', null] },
          tags: { type: ['array', 'null'], items: { type: 'string' } },
          parts: {
            type: 'array',
            items: { type: 'object', required: ['kind'], properties: { kind: { type: ['string', 'null'] } } },
          },
        },
      },
    })
  })

  test('gives the type of the row on the wire, and of the columns if others have no field', async () => {
    const manifest = await wholly(manifestOf(`${FILES}\nage: { type: integer }`))
    const text = typesFile('Head.', [{ id: 'list-files', manifest }])
    const [, wire = ''] = /( {2}wire: [\s\S]*?\n {2}}\n)/.exec(text) ?? []
    expect(wire).toBe(`  wire: {
    fileName?: string | null | undefined
    from?:
      | {
          address?: string | null | undefined
        }
      | null
      | undefined
    verdict?: 'clean' | 'bad' | null | undefined
    tags?: string[] | null | undefined
    mimeParts?:
      | {
          mimeType?: string | null | undefined
        }[]
      | null
      | undefined
  }
`)
    expect(text).toContain("  columns: 'name' | 'sender' | 'verdict' | 'tags' | 'parts'\n")
    const all = typesFile('Head.', [{ id: 'list-files', manifest: await wholly(manifestOf(FILES)) }])
    expect(all).not.toContain('  columns:')
    expect(
      typesFile('Head.', [{ id: 'x', manifest: { ...manifest, wire: undefined } as never }]),
    ).not.toContain('wire')
  })

  test('names a field; `from` anywhere else is a problem', async () => {
    const findingsOf = async (properties: string): Promise<string[]> => {
      const reading = await readManifest('m.yaml', manifestOf(properties))
      return reading.ok ? [] : reading.findings.map(({ line, message }) => `${line}: ${message}`)
    }
    const remedy = 'Name the field that the vendor sends, such as fileName or sender.address.'
    expect(
      await findingsOf(
        'a: { type: string, from: 7 }\nb: { type: string, from: x..y }\nc: { type: string, from: "" }',
      ),
    ).toEqual([10, 11, 12].map((line) => `${line}: ${remedy}`))
    expect(await findingsOf('a: { type: object, properties: { b: { type: string, from: b } } }')).toEqual([
      expect.stringContaining('unknown keyword: "from"'),
    ])
    expect(await findingsOf('from: { type: string, from: from }')).toEqual([])
  })
})

describe('a mapped row', () => {
  const toRow = rowMapper([
    { name: 'name', from: ['fileName'] },
    { name: 'sender', from: ['from', 'address'] },
    { name: 'parts', from: ['mimeParts'], rows: [{ name: 'kind', from: ['mimeType'] }] },
  ])

  test('has every column in its order, and fields that are not named behind them', () => {
    const wire = {
      newField: { keyA: 1 },
      from: { address: 'a@b.c', name: 'A' },
      fileName: 'x',
      mimeParts: [{ mimeType: 'y', size: 1 }],
    }
    expect(Object.entries(toRow(wire))).toEqual([
      ['name', 'x'],
      ['sender', 'a@b.c'],
      ['parts', [{ kind: 'y', size: 1 }]],
      ['new_field', { keyA: 1 }],
    ])
    expect(toRow({})).toEqual({ name: null, sender: null, parts: [] })
  })

  test('survives values of another shape: the output check reports them', () => {
    const wire = JSON.parse('{"from":"a@b.c","mimeParts":"none","name":"other","__proto__":{"x":1}}')
    expect(Object.entries(toRow(wire))).toEqual([
      ['name', null],
      ['sender', null],
      ['parts', 'none'],
      ['__proto__', { x: 1 }],
    ])
    expect(toRow({ from: null, mimeParts: [7, null, {}] })).toMatchObject({
      parts: [7, null, { kind: null }],
    })
  })

  test('is what `columns` of the SDK makes of the same names', () => {
    const byHand = columns<{ aB?: string; c?: number }>()({ x: 'aB', y: 'c' })
    const declared = rowMapper([
      { name: 'x', from: ['aB'] },
      { name: 'y', from: ['c'] },
    ])
    for (const row of [{}, { aB: 'v', c: 0, dE: [] }, { x: 1, y: 2, c: 3 }, { aB: null }])
      expect(Object.entries(declared(row))).toEqual(Object.entries(byHand(row as object)))
  })
})

test('an action gets `toRow` and returns the rows of its manifest', async () => {
  const echo = copyEcho()
  echo.edit('integration.yaml', 'locales: [en, fr]', 'locales: [en]')
  echo.remove('manifests/locales')
  echo.write('manifests/list-files.yaml', manifestOf(FILES))
  echo.write(
    'actions/list-files.ts',
    "export const run = async ({ toRow }) => ({ result: [toRow({ fileName: 'a', verdict: 'odd' })] })\n",
  )
  expect(await say(checkCommand, { root: echo.root })).toMatchObject({ code: 0 })
  const result = await runAction(await loadIntegration(echo.root), { action: 'list-files' })
  expect(result.json_result).toEqual([{ name: 'a', sender: null, verdict: 'odd', tags: null, parts: [] }])
  expect(result.error).toMatchObject({ code: 'OUTPUT_INVALID' })
})
