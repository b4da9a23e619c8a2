/** The tabs of a run: table, JSON, request, log. */
import { getRows } from '../../api/runs.ts'
import type { Run } from '../../api/types.ts'
import { words } from '../../app/language.ts'
import { useLoad } from '../../app/load.ts'
import { address, setQuery } from '../../app/router.ts'
import { Code } from '../../parts/code.tsx'
import { TabPanel, Tabs } from '../../parts/tabs.tsx'
import { Downloads } from './downloads.tsx'
import { Fields } from './fields.tsx'
import { hasEnded, type LogLine } from './follow.ts'
import { Log } from './log.tsx'
import { Request } from './request.tsx'
import { PAGE, rowsOf } from './rows.ts'
import { RowTable } from './table.tsx'

interface Props {
  run: Run
  /** The manifest's columns. */
  columns: readonly string[] | undefined
  log: readonly LogLine[]
}

/** The parts of a run. The chosen one is in the address. */
export function Parts({ run, columns, log }: Props) {
  const text = words.value.run
  const rows = rowsOf(run.result?.json_result)
  const isTable = run.table !== undefined && hasEnded(run)
  const isList = isTable || Array.isArray(run.result?.json_result)
  const tabs = [
    ...(rows.length > 0 || isTable ? [{ id: 'table', label: isList ? text.table : text.fields }] : []),
    ...(run.result ? [{ id: 'json', label: 'JSON' }] : []),
    { id: 'request', label: text.request },
    { id: 'log', label: text.log },
  ]
  const wanted = address.value.query.get('tab')
  const fallback = run.result ? (tabs[0]?.id ?? 'json') : 'log'
  const chosen = tabs.find(({ id }) => id === wanted)?.id ?? fallback
  const panel = (
    <TabPanel name="run" chosen={chosen}>
      {chosen === 'json' ? (
        <Code value={run.result} label={text.jsonResult} />
      ) : chosen === 'request' ? (
        <Request run={run} />
      ) : chosen === 'log' ? (
        <Log lines={log} />
      ) : isTable ? (
        <OutputTable run={run} />
      ) : isList ? (
        <RowTable run={run} first={rows} listed={columns} />
      ) : (
        <div class="detail whole">{rows[0] && <Fields row={rows[0]} />}</div>
      )}
    </TabPanel>
  )
  return (
    <>
      <div class="tools">
        <Tabs
          name="run"
          label={text.tabs}
          tabs={tabs}
          chosen={chosen}
          onChoose={(tab) => setQuery({ tab: tab === fallback ? undefined : tab })}
        />
        {run.result && !isTable && <Downloads run={run} hasRows={rows.length > 0} />}
      </div>
      {run.result_withheld && <p class="pad muted">{text.withheld}</p>}
      {isList && !isTable && rows.length === 0 && chosen === 'json' && !run.result_withheld && (
        <p class="pad muted">{text.noData}</p>
      )}
      {panel}
    </>
  )
}

/** The output of a run over a table; its rows are on the server. */
function OutputTable({ run }: { run: Run }) {
  const { value } = useLoad((signal) => getRows(run.id, { offset: 0, limit: PAGE }, signal), [run.id])
  return value ? <RowTable run={{ ...run, rows: value.total }} first={value.rows} listed={OUTPUT} /> : null
}

/** Columns of such an output that hold the outcome of a row. */
const OUTPUT = ['has_error', 'error_code', 'error']
