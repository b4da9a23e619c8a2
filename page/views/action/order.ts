/** The order that a form makes. */
import type { ActionDetail, Json, Order } from '../../api/types.ts'
import { isEmpty } from '../../form/context.ts'
import { type FormState, parametersOf, templatesOf } from '../../form/state.ts'

/** What an order has beside the form. */
interface Surroundings {
  connection: string
  context: Json
  locale: string
  /** The run that the order undoes. */
  undoes?: string | undefined
}

/** What is sent to plan or run an action with what a form holds. */
export function orderOf(
  action: Pick<ActionDetail, 'integration' | 'id' | 'parameters'>,
  state: FormState,
  { connection, context, locale, undoes }: Surroundings,
): Order {
  const templates = templatesOf(state)
  const hasTemplates = Object.keys(templates).length > 0
  return {
    integration: action.integration,
    action: action.id,
    body: {
      connection,
      parameters: parametersOf(action.parameters, state),
      ...(hasTemplates && { templates }),
      ...(!isEmpty(context) && { context }),
      locale,
      ...(undoes && { undoes }),
    },
  }
}

/** A key that no other order has. Browsers offer `randomUUID` over TLS and on this machine alone. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
