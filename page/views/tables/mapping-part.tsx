/** Part 2 of a table run: the action, and where its parameters come from. */
import type { Table, TablePlan } from '../../api/tables.ts'
import type { ActionDetail, ActionLine, Json, Problem } from '../../api/types.ts'
import { words } from '../../app/language.ts'
import { setQuery } from '../../app/router.ts'
import { isAbout } from '../../form/form.tsx'
import type { Mapping, Source } from './mapping.ts'
import { Part } from './part.tsx'
import { SourceLine } from './source.tsx'

interface Props {
  table: Table
  actions: readonly ActionLine[]
  action: ActionDetail | undefined
  /** The name of the chosen action in the address. */
  chosen: string
  mapping: Mapping
  onMapping: (mapping: Mapping) => void
  plan: TablePlan | undefined
  problems: readonly Problem[]
}

/** The choice of the action, and a line per parameter. */
export function MappingPart({ table, actions, action, chosen, mapping, onMapping, plan, problems }: Props) {
  const text = words.value.tables
  const [first] = plan?.requests ?? []
  const inputs = (first?.row === 1 ? first.inputs : undefined) as Record<string, Json> | undefined
  const set = (name: string, source: Source | undefined) => {
    const { [name]: _, ...others } = mapping
    onMapping(source ? { ...others, [name]: source } : others)
  }
  return (
    <Part no={2} title={text.mapping} isDone={plan !== undefined}>
      <div class="pad row wrap">
        <label for="action">{text.action}</label>
        <select
          id="action"
          class="field-in slim"
          value={chosen}
          onChange={({ currentTarget }) => setQuery({ action: currentTarget.value, run: undefined })}
        >
          <option value="">{text.chooseAction}</option>
          {(['read', 'write', 'destructive'] as const).map((effect) => (
            <optgroup key={effect} label={words.value.effect[effect]}>
              {actions
                .filter((one) => one.kind === 'action' && one.effect === effect)
                .map(({ integration, id, name }) => (
                  <option key={`${integration}/${id}`} value={`${integration}/${id}`}>
                    {name}
                  </option>
                ))}
            </optgroup>
          ))}
        </select>
        {action && <span class="s muted">{action.description}</span>}
      </div>
      {action && (
        <div>
          <div class="source head-line" aria-hidden="true">
            <span>{text.parameter}</span>
            <span>{text.comesFrom}</span>
            <span>{text.gives}</span>
          </div>
          {action.parameters.map((spec) => (
            <SourceLine
              key={spec.name}
              spec={spec}
              columns={table.columns}
              source={mapping[spec.name]}
              onSource={(source) => set(spec.name, source)}
              gives={mapping[spec.name] && inputs?.[spec.name]}
              problems={problems.filter((problem) => isAbout(problem, spec.name))}
            />
          ))}
        </div>
      )}
    </Part>
  )
}
