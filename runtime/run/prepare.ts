/** Prepares a run: request, action, configuration, inputs. */
import { chooseLocale } from '../i18n/choose-locale.ts'
import { readConfig, secretsOf } from '../integration/config/config.ts'
import type { Bag } from '../schema/parameters.ts'
import { buildInputs } from './inputs.ts'
import { readRequest } from './request.ts'
import { type Found, keepSecret, type Run } from './state.ts'

/** Steps 1 to 3: what is the same for every run of one request. */
export async function lookUp(run: Run, input: unknown): Promise<Found> {
  const { integration, options } = run
  const request = readRequest(input)
  run.request = request
  run.locale = chooseLocale(integration.spec.locales, request.locale, options.env)
  const action = await integration.action(request.action)
  run.action = action
  const keep = (found: Bag): void => keepSecret(run, secretsOf(integration.spec.config, found))
  const config = readConfig(
    integration,
    request.config ?? {},
    options.env ?? {},
    options.problems?.config,
    keep,
  )
  return { request, action, config }
}

/** Step 4: what the module receives. */
export async function makeInputs(run: Run, { request, action }: Found): Promise<Bag> {
  const { options, locale } = run
  const scope = {
    ...options.names,
    context: request.context ?? {},
    run: { action: action.id, locale, started: run.clock },
  }
  const inputs = await buildInputs(action, request, scope, {
    locale,
    problems: options.problems?.parameters ?? [],
    unjudged: options.unjudged ?? [],
    ...(options.undefined === undefined ? {} : { undefined: options.undefined }),
  })
  keepSecret(run, secretsOf(action.specs, inputs))
  run.inputs = inputs
  return inputs
}
