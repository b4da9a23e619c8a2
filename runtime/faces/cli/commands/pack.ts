/** `soar pack`: the integration as a package of a platform's marketplace. */
import { runChecks } from '../../../authoring/check/checks.ts'
import { surveyIntegration } from '../../../authoring/survey.ts'
import { writeFinding } from '../../../integration/yaml/yaml.ts'
import type { PackOptions } from '../../../platforms/packaging.ts'
import { packagingOf, platformOptions } from '../../../platforms/registry.ts'
import type { Command, Options } from '../line/command.ts'
import { type Io, pathOf } from '../process/io.ts'
import { authorRoot } from '../several/author-roots.ts'

/**
 * Runs `soar pack`; returns the exit code. Throws INTEGRATION_INVALID, REQUEST_INVALID for misuse, STORAGE_FAILED.
 *
 * @param options the folder of the integration as `root`, and the options of the platform
 */
export async function packCommand(
  { root, ...options }: PackOptions & { root: string },
  io: Pick<Io, 'stdout' | 'stderr'>,
): Promise<number> {
  const { check, judge, pack } = await packagingOf()
  check(options)
  const survey = await surveyIntegration(root)
  const checked = (await runChecks(survey)).filter(({ note }) => !note)
  const findings = checked.length ? checked : (await judge(survey)).flatMap((verdict) => verdict.findings)
  if (findings.length) {
    for (const finding of findings) io.stderr.write(`${writeFinding(finding)}\n`)
    io.stderr.write('Nothing was packed. Fix these problems first.\n')
    return 1
  }
  io.stdout.write(await pack(survey, options))
  return 0
}

/** The values of the platform's options; paths become absolute. */
function given(options: Options, io: Io): PackOptions {
  const entries = platformOptions('pack').flatMap(({ name, complete }) => {
    const value = options.text(name)
    if (value === undefined) return []
    return [[name, complete === 'file' || complete === 'folder' ? pathOf(io, value) : value]]
  })
  return Object.fromEntries(entries)
}

export const command: Command = {
  name: 'pack',
  summary: "build the package for a platform's marketplace",
  arguments: [],
  options: platformOptions('pack'),
  examples: ['soar pack', 'soar pack --date 20260310', 'soar pack --source ../source'],
  run: async (call) =>
    packCommand({ ...given(call.options, call.io), root: await authorRoot(call) }, call.io),
}
