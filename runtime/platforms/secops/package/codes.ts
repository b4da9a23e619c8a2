/** The platform's words and codes (docs/platforms/secops-package.md#codes), by the names its source files use. */

/** Types of an action's parameters that we use. `integer` has no type of its own there: it is a string. */
export const ACTION_TYPES = { string: 0, boolean: 1, content: 11, password: 12, ddl: 15 } as const

/** Types of a connector's parameters and of an integration's fields that we use. */
export const FIELD_TYPES = { boolean: 0, integer: 1, string: 2, password: 3 } as const

/** The reader of a connector's parameter: the platform itself, or the script. */
export const MODES = { regular: 0, script: 2 } as const

/** The kind of list that a connector can have. */
export const RULE_TYPES = { allow_list: 0, disallow_list: 1 } as const

/** The comparison of a widget's condition. */
export const MATCH_TYPES = {
  equal: 0,
  contains: 1,
  starts_with: 2,
  greater_than: 3,
  not_equal: 5,
  not_contains: 6,
  is_empty: 7,
  is_not_empty: 8,
} as const

/** Width of a widget. */
export const WIDGET_SIZES = { half_width: 1, full_width: 2, third_width: 3, two_thirds_width: 4 } as const

/** The function that converts a field of an event to a field of the platform's own model. */
export const TRANSFORMATIONS = {
  to_string: 0,
  to_integer: 1,
  to_double: 2,
  from_unix_time_string_or_long: 3,
  from_custom_date: 4,
  to_boolean: 5,
  extract_regexp: 7,
  extract_by_regex_with_group: 15,
  to_is_correlation: 100,
  to_ip_address: 101,
  to_list_of_longs_seperated_comma: 102,
  substr_by_length: 103,
  substr_by_end_text: 105,
  first_lines: 106,
  join_raw_fields: 107,
  static_value: 108,
  extract_domain_from_uri: 109,
  clean_url: 110,
} as const

/** The comparison of an event field's name. */
export const COMPARISONS = { equal: 0, contains: 1, starts_with: 2, ends_with: 3 } as const

/** The possible outcomes of an action, from the platform's own list; the texts are those of built packages. */
export const OUTCOMES = {
  enrich_ioc: 'Enrich IOC (Indicator of Compromise)',
  enrich_asset: 'Enrich Asset',
  update_alert: 'Update Alert',
  add_alert_comment: 'Add Alert Comment',
  create_ticket: 'Create Ticket',
  update_ticket: 'Update Ticket',
  add_ioc_to_blocklist: 'Add IOC to Blocklist',
  remove_ioc_from_blocklist: 'Remove IOC from Blocklist',
  add_ioc_to_allowlist: 'Add IOC to Allowlist',
  remove_ioc_from_allowlist: 'Remove IOC from Allowlist',
  disable_identity: 'Disable Identity (User, Account)',
  enable_identity: 'Enable Identity (User, Account)',
  contain_host: 'Contain Host',
  uncontain_host: 'Uncontain Host',
  reset_identity_password: 'Reset Identity Password (User, Account)',
  update_identity: 'Update Identity (User, Account)',
  search_events: 'Search Events',
  execute_command_on_the_host: 'Execute Command on the Host',
  download_file: 'Download File',
  send_email: 'Send Email',
  search_email: 'Search Email',
  delete_email: 'Delete Email',
  update_email: 'Update Email',
  submit_file: 'Submit File',
  send_message: 'Send Message',
  search_asset: 'Search Asset',
  get_alert_information: 'Get Alert Information',
} as const

/** Name of an outcome. */
export type Outcome = keyof typeof OUTCOMES

/** Outcomes that the platform counts as enrichment. */
export const ENRICHMENT: readonly Outcome[] = [
  'enrich_ioc',
  'enrich_asset',
  'search_events',
  'search_email',
  'search_asset',
  'get_alert_information',
]

/** Outcomes that are neither enrichment nor remediation on the platform; all others are remediation. */
export const NEUTRAL: readonly Outcome[] = [
  'update_alert',
  'add_alert_comment',
  'download_file',
  'send_message',
]

/** Kinds of products, from the platform's own list. */
export const PRODUCT_CATEGORIES = [
  'siem',
  'edr',
  'network_security',
  'threat_intelligence',
  'email_security',
  'iam_and_identity_management',
  'cloud_security',
  'itsm',
  'vulnerability_management',
  'asset_inventory',
  'collaboration',
] as const

/** Properties of entities by which an action can select its entities. */
export const ENTITY_FILTERS = [
  'identifier',
  'creation_time',
  'modification_time',
  'additional_properties',
  'case_identifier',
  'alert_identifier',
  'entity_type',
  'is_internal',
  'is_suspicious',
  'is_artifact',
  'is_vulnerable',
  'is_enriched',
  'is_pivot',
] as const

/** Maximum lengths and numbers. Source: docs/platforms/secops-package.md#limits. */
export const LIMITS = {
  displayName: 150,
  description: 2050,
  /** A description of the integration itself; documented by the platform's vendor. */
  integrationDescription: 1500,
  parameterWords: 13,
  parameters: 50,
  scriptResultName: 100,
  /** Bytes of one script, and of the image. */
  script: 5_000_000,
  image: 5_000_000,
} as const

/** The only supported version of Python. */
export const PYTHON = { text: '3.11', file: '3.11\n', code: 3, requires: '>=3.11,<3.12' } as const
