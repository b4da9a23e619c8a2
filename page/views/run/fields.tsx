/** All fields of one row or object, each in full. */
import type { Json, Row } from '../../api/types.ts'
import { Text } from '../../parts/text.tsx'
import { textOf } from './cell.tsx'
import { isEmpty } from './columns.ts'

/** Characters of one field; the whole of a longer one is in the download. */
const FIELD = 20_000

/** A list of fields and values. */
export const Fields = ({ row }: { row: Row }) => (
  <dl>
    {Object.entries(row).map(([name, value]) => (
      <div key={name}>
        <dt>
          <Text value={name} />
        </dt>
        <dd>
          {isEmpty(value) ? (
            '–'
          ) : typeof value === 'object' && value !== null && !Array.isArray(value) ? (
            <Text value={JSON.stringify(value, null, 2)} limit={FIELD} />
          ) : (
            <Text value={Array.isArray(value) ? listOf(value) : textOf(value)} limit={FIELD} />
          )}
        </dd>
      </div>
    ))}
  </dl>
)

const listOf = (values: readonly Json[]): string => values.map((value) => textOf(value)).join('\n')
