/** Caches the parsed templates of one action by source. */
import type { Template, TemplateTree } from '../template/template.ts'

const CACHED_TEMPLATES = 500

/** Caches prepared templates and the most recently parsed ones by source. The first use loads the evaluator. */
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

/** Checks that a text has nothing to evaluate. The evaluator handles line ends, which it writes as Jinja2 does. */
const isPlain = (source: string): boolean => !/[{\r\n]/.test(source)

const plainText = (source: string): Template => ({
  source,
  names: [],
  render: () => source,
  evaluate: () => source,
})
