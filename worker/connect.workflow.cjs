// The one workflow: a connector on a schedule. `soar worker --deliver` bundles it with the SDK beside it.
// It runs in Temporal's sandbox and is replayed, so it contains no logic but the order: fetch, deliver, move the place.
const { continueAsNew, proxyActivities, workflowInfo } = require('@temporalio/workflow')

const RETRY = { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '30s' }

/**
 * @param task one action, a connector, as a submitter sends it
 * @param place where it continues; default where the last run ended
 */
exports.connect = async function connect(task, place = workflowInfo().lastResult?.place) {
  const { workflowId, startTime } = workflowInfo()
  const timeout = task.request.timeout_ms ?? 60_000
  const { 'soar.action': fetch } = proxyActivities({
    startToCloseTimeout: timeout + 15_000,
    heartbeatTimeout: '15s',
    retry: { ...RETRY, maximumAttempts: 20 },
  })
  const { 'soar.deliver': deliver } = proxyActivities({ startToCloseTimeout: '1m', retry: RETRY })
  const result = await fetch({ ...task, request: { ...task.request, state: place ?? null } })
  // A failed run keeps its place: the next one fetches the same alerts.
  if (!result.is_success || result.state === undefined) return { place, code: result.error?.code }
  const { state, ...delivered } = result
  await deliver({ run: workflowId, started: startTime.getTime(), result: delivered })
  if (result.pending) await continueAsNew(task, state)
  return { place: state }
}
