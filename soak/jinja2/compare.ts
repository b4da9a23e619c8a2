/** What Jinja2 rendered against what we render. */
import { parseTemplate } from '../../runtime/template/parse/parse.ts'
import { isTemplateError, templateFromTree } from '../../runtime/template/template.ts'
import { parseJson } from '../../runtime/template/values/json.ts'

/** A template over data, which are JSON text, and what Jinja2 makes of it. */
export interface Judged {
  template: string
  context: string
  text?: string
  error?: string
}

/** How ours compares: `refused` is what docs/templates.md lists. */
export type Verdict = 'same' | 'both fail' | 'refused' | 'different'

/** Compares one template; `report` is what ours did. */
export function compare({ template, context, text }: Judged): { verdict: Verdict; report: string } {
  const own = outcome(template, context)
  const report = 'text' in own ? JSON.stringify(own.text) : `${own.kind}: ${own.message}`
  if ('text' in own) {
    const verdict = text === undefined ? 'different' : own.text === text ? 'same' : 'different'
    return { verdict, report }
  }
  if (own.message.includes('fault of ours')) return { verdict: 'different', report }
  if (text === undefined) return { verdict: 'both fail', report }
  return { verdict: own.kind === 'refused' || own.kind === 'budget' ? 'refused' : 'different', report }
}

function outcome(template: string, context: string): { text: string } | { kind: string; message: string } {
  try {
    const tree = JSON.parse(JSON.stringify(parseTemplate(template)))
    const data = parseJson(context) as Record<string, unknown>
    return { text: templateFromTree(tree).render(data, { undefined: 'empty' }) }
  } catch (error) {
    if (isTemplateError(error)) return { kind: error.kind, message: error.message }
    return { kind: 'fault', message: `fault of ours: ${String(error)}` }
  }
}
