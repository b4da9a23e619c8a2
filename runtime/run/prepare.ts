/** Prepares a run: request, action, configuration, inputs. */
import { ActionError } from '../contract/errors.ts'
import { phrase } from '../contract/phrases.ts'
import { chooseLocale } from '../i18n/choose-locale.ts'
import type { LoadedAction } from '../integration/action.ts'
import { environmentSource, readConfig, secretsOf } from '../integration/config/config.ts'
import type { Bag } from '../schema/parameters.ts'
import { buildInputs } from './inputs.ts'
import type { RunOptions } from './options.ts'
import { readRequest } from './request.ts'
import { keepSecret, type Run, type Target, timeoutOf } from './state.ts'

/** Runs steps 1 to 3, whose results are the same for every run of one request. */
export async function lookUp(run: Run, input: unknown): Promise<Target> {
  const { integration, options } = run
  const request = readRequest(input)
  run.request = request
  run.locale = chooseLocale(integration.spec.locales, request.locale, options.env)
  const action = await integration.action(request.action)
  run.action = action
  await refuseExperimental(run, action)
  const keep = (found: Bag): void => keepSecret(run, secretsOf(integration.spec.config, found))
  const { config: between = [], env = {}, reading } = options
  const sources = [
    { values: request.config ?? {} },
    ...between,
    environmentSource(integration.spec.config, env, integration.among?.variables),
  ]
  const config = readConfig(integration, sources, reading?.found?.config, keep)
  return { request, action, config }
}

/** Throws NOT_SUPPORTED for an experimental action unless the caller allows them. */
async function refuseExperimental({ options, locale }: Run, action: LoadedAction): Promise<void> {
  const { experimental } = action.manifest
  if (experimental === undefined || allowsExperimental(options)) return
  const why = (await action.texts(locale))?.experimental ?? experimental
  const reason = phrase(
    'This action is experimental and was not run: {why}. To run it anyway, use --experimental or set SOAR_EXPERIMENTAL=yes.',
    { why },
  )
  throw new ActionError('NOT_SUPPORTED', { reason }, { unsent: true })
}

/** Whether experimental actions are allowed: by the caller, or else by the environment. */
export const allowsExperimental = ({ experimental, env = {} }: RunOptions): boolean =>
  experimental ?? /^(?:1|yes|true|on)$/i.test(env.SOAR_EXPERIMENTAL ?? '')

/** Runs step 4: builds the inputs of the module. Templates see `names` instead of the names of the options. */
export async function makeInputs(run: Run, target: Target, names?: Bag): Promise<Bag> {
  const { request, action } = target
  const { locale } = run
  const { reading = {} } = run.options
  const scope = {
    ...(names ?? reading.names),
    context: request.context ?? {},
    run: { action: action.id, locale, started: run.clock },
  }
  const inputs = await buildInputs(action, request, scope, {
    locale,
    // A template runs synchronously, so the run's timer cannot stop it.
    deadline: run.started + timeoutOf(target),
    problems: reading.found?.parameters ?? [],
    lenient: reading.lenient ?? [],
    ...(reading.undefined === undefined ? {} : { undefined: reading.undefined }),
    ...(reading.budget && { budget: reading.budget }),
  })
  keepSecret(run, secretsOf(action.specs, inputs))
  run.inputs = inputs
  return inputs
}
