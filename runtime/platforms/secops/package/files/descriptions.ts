/** What a model reads of an action before it picks one: made of the manifest, so that it cannot say anything else. */
import { actionFields } from '../form.ts'
import { nameOf, type PackAction } from '../source.ts'

const EFFECTS = {
  read: 'It reads and changes nothing.',
  write: 'It changes data of the tenant.',
  destructive: 'It changes data of the tenant in a way that cannot be undone.',
} as const

/** Everything about an action, as Markdown. */
export function descriptionFor(action: PackAction): string {
  const { manifest } = action
  const fields = actionFields(action).map(({ name, mandatory, description, options, value }) => {
    const choices = options ? ` One of: ${options.join(', ')}.` : ''
    const first = value === '' || value === null ? '' : ` Default: ${String(value)}.`
    return `- ${name} (${mandatory ? 'required' : 'optional'}): ${description}${choices}${first}`
  })
  const sections: [string, string[]][] = [
    ['Description', [manifest.description, EFFECTS[manifest.effect]]],
    ['Deprecated', manifest.deprecated ? [manifest.deprecated] : []],
    ['Notes', manifest.notes.map((note) => `- ${note}`)],
    ['Parameters', fields],
    ['Permissions', manifest.permissions.map((permission) => `- ${permission}`)],
  ]
  return sections
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => `## ${title}\n${lines.join('\n')}`)
    .join('\n\n')
}

/** The same in a sentence or two. */
export const shortDescriptionFor = ({ manifest }: PackAction): string => manifest.description

/** Content of `resources/ai/actions_ai_description.yaml`, by the action's name. */
export const aiDescriptions = (actions: readonly PackAction[]): Record<string, object> =>
  Object.fromEntries(
    actions.map((action) => [
      nameOf(action.manifest),
      {
        ai_description: descriptionFor(action),
        ai_short_description: shortDescriptionFor(action),
        capabilities: {
          fetches_data: action.manifest.effect === 'read',
          can_mutate_external_data: action.manifest.effect !== 'read',
        },
      },
    ]),
  )
