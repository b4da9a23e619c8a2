/** Parses the templates in a YAML file. */
import { writeTemplateError } from '../../i18n/sentences.ts'
import { isTemplateError } from '../../template/errors.ts'
import type { TemplateTree } from '../../template/template.ts'
import type { Finding, YamlFile } from './yaml.ts'

export type Path = (string | number)[]

/** Parses templates found in a file; an error becomes a finding at the template's position. */
export async function checkTemplates(
  yaml: YamlFile,
  templates: [Path, string][],
): Promise<{ findings: Finding[]; trees: Record<string, TemplateTree> }> {
  const { parseTemplate } = await import('../../template/parse/parse.ts')
  const findings: Finding[] = []
  const trees: Record<string, TemplateTree> = {}
  for (const [path, source] of templates) {
    try {
      trees[source] ??= parseTemplate(source)
    } catch (error) {
      if (!isTemplateError(error)) throw error
      findings.push(yaml.find(path, `Template: ${writeTemplateError(error)}`))
    }
  }
  return { findings, trees }
}
