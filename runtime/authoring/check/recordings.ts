/** Checks the recorded exchanges of examples. */
import type { Finding } from '../../integration/yaml/yaml.ts'
import type { Survey } from '../survey.ts'
import { atTop } from './files.ts'

/** A file `<id>.exchange.json` without its manifest: nothing would run it. */
export function checkRecordings({ manifests, files }: Survey): Finding[] {
  const ids = new Set(manifests.map(({ id }) => id))
  return [...files].flatMap((file) => {
    const [, id] = /^manifests\/(?:[^/]+\/)?([^/]+)\.exchange\.json$/.exec(file) ?? []
    if (id === undefined || ids.has(id)) return []
    return [atTop(file, `There is no manifest with the id "${id}". Delete or rename this recording.`)]
  })
}
