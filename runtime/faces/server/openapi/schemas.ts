/** The shapes of the API: problems, plans, runs. */
import { codes } from '../../../contract/codes.ts'
import { count, flag, list, anyText as text } from '../../../schema/published/build.ts'
import { dryRequest, problem as fault, resultSchema, undoOutlook } from '../../../schema/published/result.ts'
import type { JsonSchema } from '../../../schema/validate.ts'
import { runStatuses } from '../../../service/runs/run.ts'
import { answers } from './answers.ts'
import { anyObject, object, ref } from './build.ts'
import { tableFacts, tablePlanAlways, tablePlanFields, tables } from './tables.ts'

const time = (description: string): JsonSchema => text(description, { format: 'date-time' })
const any = (description: string): JsonSchema => ({ description })

const effect = text('What the action does to the tenant.', { enum: ['read', 'write', 'destructive'] })
const via = text('How the caller reached the server.', { enum: ['page', 'api', 'mcp', 'table'] })

const problem = object(
  {
    type: text('`urn:soar:error:` and the code.'),
    title: text('The code in words.'),
    status: { type: 'integer', minimum: 400, maximum: 599, description: 'The HTTP status.' },
    detail: text("What is wrong and what to do, in the caller's language."),
    instance: text('Path of the run, or of the request.'),
    code: text('The code, to branch on.', { enum: Object.keys(codes) }),
    retryable: flag('Whether the same request may succeed later.'),
    retry_after_ms: { type: 'number', minimum: 0, description: 'Milliseconds to wait.' },
    problems: list(fault, 'Every fault of the input, each with its place.'),
    remedy: text('What to do about this code.'),
    trace_id: text('The trace of the request.'),
    plan: {
      description: 'With PLAN_REQUIRED and PLAN_CHANGED: what would be sent now.',
      anyOf: [ref('Plan'), ref('TablePlan')],
    },
  },
  ['type', 'title', 'status', 'detail', 'instance', 'code', 'retryable'],
  'A request that was not carried out (RFC 9457). It sent nothing to the tenant.',
)

/** What the plan of one run and that of a table have in common. */
const planFields: JsonSchema = {
  plan_id: text('Send it as Soar-Plan to run exactly this.'),
  expires_at: time('After this time the plan cannot be used.'),
  effect,
  idempotent: flag('Whether running it twice does no harm.'),
  permissions: list({ type: 'string' }, "The vendor's permissions that it needs."),
  connection: object(
    {
      name: text('Name of the connection.'),
      kind: text('What the tenant is for.', { enum: ['production', 'test'] }),
      label: text('Display name.'),
      account: text("The vendor's name of the tenant."),
    },
    ['name'],
    'The tenant.',
  ),
  warnings: list(
    object(
      {
        code: text('The kind of warning.', { enum: ['UNSETTLED_TWIN', 'WARNING'] }),
        message: text('The sentence.'),
        run: text('The run that it is about.'),
      },
      ['code', 'message'],
      'A warning.',
    ),
    'What to know before confirming.',
  ),
  ms: { type: 'number', minimum: 0, description: 'Milliseconds that the plan took.' },
}

const planAlways = [
  'plan_id',
  'expires_at',
  'effect',
  'idempotent',
  'permissions',
  'connection',
  'warnings',
  'ms',
]

const plan = object(
  {
    ...planFields,
    objects: count('Objects that the write touches, where the manifest names them.'),
    undo: undoOutlook,
    request: dryRequest,
    more_requests: text('Whether further requests may follow.', { enum: ['none', 'possible'] }),
    inputs: any('What the action receives.'),
  },
  [...planAlways, 'request', 'more_requests', 'inputs'],
  'What a run would do. Making it sends nothing.',
)

const tablePlan = object(
  { ...planFields, ...tablePlanFields },
  [...planAlways, ...tablePlanAlways],
  'What a run over a table would do. Making it sends nothing.',
)

const settlement: JsonSchema = {
  description: 'What a person said about a write of unknown outcome.',
  oneOf: [
    { type: 'null' },
    object(
      {
        happened: flag('Whether the write was carried out.'),
        note: text('A remark.'),
        by: text('Who settled it.'),
        at: time('When.'),
      },
      ['happened', 'by', 'at'],
      'The settlement.',
    ),
  ],
}

const run = object(
  {
    id: text('Id of the run.'),
    kind: text('One action, or an action over a table.', { enum: ['action', 'table'] }),
    status: text('The state, or how it ended.', { enum: [...runStatuses] }),
    phase: text('`sent`: a write may have left.', { enum: ['planned', 'sent', 'ended'] }),
    action: object(
      {
        integration: text('Id of the integration.'),
        id: text('Id of the action.'),
        version: text('Version of the integration.'),
        effect,
        idempotent: flag('Whether running it twice does no harm.'),
      },
      ['integration', 'id', 'version', 'effect'],
      'The action.',
    ),
    connection: text('Name of the connection.'),
    actor: object({ subject: text('Who.'), via }, ['subject', 'via'], 'Who started it, and how.'),
    case_id: text('The case that it belongs to.'),
    note: text('A remark.'),
    trace_id: text('The trace that it belongs to.'),
    plan_id: text('The plan that was confirmed.'),
    repeats: text('The unsettled run that it repeats.'),
    undoes: text('The run that it undoes.'),
    undone: object(
      { by: text('Who undid it.'), at: time('When.'), run: text('The run that did it.') },
      ['by', 'at'],
      'Present if the run was undone.',
    ),
    request: any('What to run again, without secrets.'),
    withheld: list({ type: 'string' }, 'Parts of the request that are not stored.'),
    inputs: any('What the action received.'),
    first_request: dryRequest,
    started_at: time('When the server accepted it.'),
    ended_at: time('When it ended.'),
    progress: object({ rows: count('Rows.'), requests: count('Requests.') }, ['rows', 'requests'], 'So far.'),
    code: text('`OK`, or the code of the failure, once it has ended.'),
    message: text("The sentence, once it has ended, in the run's language."),
    rows: count('Rows of the result.'),
    result: ref('Result'),
    rows_cut: flag('The result has only the first rows; the rows route has all.'),
    result_withheld: flag('The data of the result is not stored.'),
    settlement,
    table: tableFacts,
  },
  ['id', 'kind', 'status', 'phase', 'action', 'connection', 'actor', 'withheld', 'started_at', 'progress'],
  'One run.',
)

const { $schema: _, title: _title, ...result } = resultSchema

/** The schemas by name. */
export const schemas: JsonSchema = {
  Problem: problem,
  Plan: plan,
  Run: run,
  Result: result,
  TablePlan: tablePlan,
  ...tables,
  RunPage: object(
    {
      items: list(ref('Run'), 'Runs, newest first, without their results.'),
      next: text('Cursor of the next page.'),
      unsettled: count('Runs of unknown outcome that need a settlement.'),
    },
    ['items', 'unsettled'],
    'A page of the history.',
  ),
  RowPage: object(
    { rows: list(anyObject('A row.'), 'The rows.'), total: count('Rows on all pages.') },
    ['rows', 'total'],
    'A page of the rows of a result.',
  ),
  ...answers,
}
