/** Parsed templates of one action by source. */
import type { Template, TemplateTree } from '../template/template.ts'

const CACHED_TEMPLATES = 500

/** Templates by source: those prepared beforehand, and the last ones parsed since. The evaluator is loaded with the first. */
export function templateCache(
  trees: Record<string, TemplateTree>,
): (source: string) => Template | Promise<Template> {
  const known = new Map<string, Template>()
  const load = async (source: string): Promise<Template> => {
    const prepared = Object.hasOwn(trees, source) ? trees[source] : undefined
    const tree = prepared ?? (await import('../template/parse/parse.ts')).parseTemplate(source)
    return keep((await import('../template/template.ts')).templateFromTree(tree))
  }
  const keep = (template: Template): Template => {
    if (known.size >= CACHED_TEMPLATES) known.delete(known.keys().next().value ?? '')
    known.set(template.source, template)
    return template
  }
  return (source) => known.get(source) ?? (isPlain(source) ? keep(plainText(source)) : load(source))
}

/** Text without anything to evaluate. Line ends are left to the evaluator, which writes them as Jinja2 does. */
const isPlain = (source: string): boolean => !/[{\r\n]/.test(source)

const plainText = (source: string): Template => ({
  source,
  names: [],
  render: () => source,
  evaluate: () => source,
})
