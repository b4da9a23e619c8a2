import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseTemplate } from '../../runtime/template/parse/parse.ts'
import { isTemplateError, templateFromTree } from '../../runtime/template/template.ts'
import { parseJson } from '../../runtime/template/values/json.ts'

interface Case {
  id: string
  template: string
  expected?: string
  error?: string
}
interface Recording {
  context: Record<string, unknown>
  cases: Case[]
}

function fixture(name: string): string {
  return readFileSync(new URL(`../fixtures/jinja2/${name}.json`, import.meta.url), 'utf8')
}

/** What a template renders as Jinja2 does out of the box, or the kind of its failure. */
function outcome(template: string, context: Record<string, unknown>): { text: string } | { fails: string } {
  try {
    const tree = JSON.parse(JSON.stringify(parseTemplate(template)))
    return { text: templateFromTree(tree).render(context, { undefined: 'empty' }) }
  } catch (error) {
    if (!isTemplateError(error) || error.message.includes('fault of ours')) throw error
    return { fails: error.kind }
  }
}

function differences({ context, cases }: Recording, refused: Readonly<Record<string, string>>): unknown[] {
  return cases.flatMap(({ id, template, expected, error }) => {
    const got = outcome(template, context)
    const right =
      error !== undefined || refused[template] !== undefined
        ? 'fails' in got
        : 'text' in got && got.text === expected
    return right ? [] : [{ id, template, expected, error, got }]
  })
}

describe('templates mean what Jinja2 means', () => {
  test('each of the 108 samples renders the same, and those that raise in Jinja2 fail', () => {
    const samples = parseJson(fixture('samples')) as Recording
    expect(samples.cases).toHaveLength(108)
    expect(differences(samples, {})).toEqual([])
  })

  test('each recorded template renders the same, fails like Jinja2, or is on the list of what is refused', () => {
    const corpus = parseJson(fixture('corpus')) as Recording
    const { templates } = JSON.parse(fixture('deviations')) as { templates: Record<string, string> }
    expect(corpus.cases.length).toBeGreaterThan(4000)
    expect(differences(corpus, templates)).toEqual([])
  })

  test('a template on the list of what is refused is refused, and Jinja2 renders it', () => {
    const corpus = parseJson(fixture('corpus')) as Recording
    const { templates } = JSON.parse(fixture('deviations')) as { templates: Record<string, string> }
    for (const template of Object.keys(templates)) {
      const recorded = corpus.cases.find((known) => known.template === template)
      expect(recorded?.expected, template).toBeDefined()
      expect(outcome(template, corpus.context), template).toHaveProperty('fails')
    }
  })
})
