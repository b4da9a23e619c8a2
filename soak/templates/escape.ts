/** Renders hostile templates and says which of them got anywhere. */
import { parseTemplate } from '../../runtime/template/parse/parse.ts'
import { isTemplateError, templateFromTree } from '../../runtime/template/template.ts'

/** Milliseconds of processor time after which a template has not been stopped by its budget. */
const LONGEST = 5_000

/** What a host object looks like once it is printed. */
const LEAK = /native code|\[object|=>\s*[{(]|function\s*\w*\(|root:x:|Symbol\(/

/** What is wrong with how a template ended: undefined where nothing is. */
export function escaped(template: string, scope: Record<string, unknown>): string | undefined {
  const before = JSON.stringify(scope)
  const worked = processorTime()
  const outcome = attempt(template, scope)
  const took = processorTime() - worked
  if ('pwned' in globalThis || 'polluted' in Object.prototype) {
    Reflect.deleteProperty(globalThis, 'pwned')
    return 'it ran code'
  }
  if (typeof outcome === 'string' && !template.includes('text |') && LEAK.test(outcome))
    return `it printed ${outcome.slice(0, 100)}`
  if (outcome instanceof Error) return `it crashed: ${outcome.stack}`
  if (took > LONGEST) return `it took ${Math.round(took)} ms of processor time`
  if (JSON.stringify(scope) !== before) return 'it changed its data'
  return undefined
}

function attempt(template: string, scope: Record<string, unknown>): string | Error | undefined {
  try {
    return templateFromTree(parseTemplate(template)).render(scope, { undefined: 'empty' })
  } catch (thrown) {
    if (isTemplateError(thrown)) return thrown.message.includes('fault of ours') ? thrown : undefined
    return thrown instanceof Error ? thrown : new Error(String(thrown))
  }
}

/** Milliseconds that this thread has worked: how busy the machine is does not count. */
function processorTime(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}
