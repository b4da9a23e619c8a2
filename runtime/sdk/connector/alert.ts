/** The alert of a connector, in no platform's form. */
import { isRecord } from '../../contract/json.ts'

/** How serious an alert is. */
export type Severity = 'informational' | 'low' | 'medium' | 'high' | 'critical'

/** Something that an alert is about. */
export interface Entity {
  type: 'email' | 'domain' | 'host' | 'ip' | 'url' | 'file_hash' | 'message_id' | 'user'
  value: string
  /** Its part in the alert, such as `sender` or `recipient`. */
  role?: string
}

/** A file of an alert. */
export interface AlertFile {
  /** With its extension, without folders of the sender's choice. */
  name: string
  /** What it is, for people. */
  description: string
  /** Bytes. */
  size: number
  base64: string
}

/**
 * One alert. Platforms convert it to their own form; without a platform it is delivered as it is.
 *
 * A type and not an interface, so that it fits a result type that allows further fields.
 */
export type Alert = {
  /** Unique among all alerts of the connector, and the same if the alert is delivered again. */
  id: string
  title: string
  /** One line for people; may be empty. */
  description: string
  severity: Severity
  /** When it happened, milliseconds since 1970. */
  time: number
  vendor: string
  product: string
  /** What raised it; alerts with the same rule are of one kind. */
  rule: string
  /** Why the vendor reported it, in the vendor's words; may be empty. */
  reason: string
  entities: Entity[]
  /** Further facts, each a short text, such as why a file is missing. */
  facts: Record<string, string>
  /** What happened, as the vendor describes it: nested data, flattened by platforms that need that. */
  events: Record<string, unknown>[]
  files: AlertFile[]
  /** The id of the first alert about the same thing; later alerts with this value continue it. */
  group?: string
  /** True if an earlier run delivered an alert of the same group: this one says what is new. */
  update?: boolean
  /** The vendor's row that the alert was made from. */
  source: Record<string, unknown>
}

const TEXTS = ['id', 'title', 'description', 'severity', 'vendor', 'product', 'rule', 'reason']
const LISTS = ['entities', 'events', 'files']

/** Whether a value of a result is an alert of this form; connectors may also deliver objects of a shape of their own. */
export const isAlert = (value: unknown): value is Alert =>
  isRecord(value) &&
  typeof value.time === 'number' &&
  TEXTS.every((name) => typeof value[name] === 'string') &&
  LISTS.every((name) => Array.isArray(value[name])) &&
  isRecord(value.facts) &&
  isRecord(value.source)
