/** The platform's words and codes (docs/platforms/secops-package.md#codes), by the names its source files use. */

/** Types of an action's parameters that we use. `integer` has no name of its own there: a string. */
export const ACTION_TYPES = { string: 0, boolean: 1, content: 11, password: 12, ddl: 15 } as const

/** Types of a connector's parameters and of an integration's fields that we use. */
export const FIELD_TYPES = { boolean: 0, integer: 1, string: 2, password: 3 } as const

/** Who reads a connector's parameter: the platform itself, or the script. */
export const MODES = { regular: 0, script: 2 } as const

/** What kind of list a connector can be given. */
export const RULE_TYPES = { allow_list: 0, disallow_list: 1 } as const

/** How a condition of a widget compares. */
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

/** What turns a field of an event into a field of the platform's own model. */
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

/** How the name of an event's field is compared. */
export const COMPARISONS = { equal: 0, contains: 1, starts_with: 2, ends_with: 3 } as const

/** Greatest lengths and numbers. Source: docs/platforms/secops-package.md#limits. */
export const LIMITS = {
  displayName: 150,
  description: 2050,
  /** A description of the integration itself; documented by the vendor of the platform. */
  integrationDescription: 1500,
  parameterWords: 13,
  parameters: 50,
  scriptResultName: 100,
  /** Bytes of one script, and of the image. */
  script: 5_000_000,
  image: 5_000_000,
} as const

/** The only version of Python there is. */
export const PYTHON = { text: '3.11', code: 3, requires: '>=3.11,<3.12' } as const
