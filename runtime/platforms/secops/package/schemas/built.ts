/** Schemas of the package's JSON files (docs/platforms/secops-package.md#integration). */
import type { JsonSchema } from '../../../../schema/validate.ts'
import { COMPARISONS, MODES, OUTCOMES, RULE_TYPES, TRANSFORMATIONS, WIDGET_SIZES } from '../codes.ts'
import {
  description,
  displayName,
  filled,
  flag,
  identifier,
  link,
  listOf,
  oneOf,
  orNull,
  parameterName,
  parameters,
  record,
  resultName,
  scalar,
  text,
  version,
} from './parts.ts'

/** Codes of an action's parameter: all codes of the platform, not only those that we use. */
const ACTION_CODES = [-1, 0, 1, 2, 3, 4, 5, 6, 7, 10, 11, 12, 13, 14, 15, 16, 17, 21]

/** Codes of a field of the integration, or of a connector's parameter. */
const FIELD_CODES = [-1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]

const MATCH_CODES = [0, 1, 2, 3, 5, 6, 7, 8]

const base64: JsonSchema = { ...filled, pattern: '^[A-Za-z0-9+/]+=*$' }

const properties = parameters({
  IntegrationIdentifier: identifier,
  IsMandatory: flag,
  PropertyDescription: description,
  PropertyDisplayName: parameterName,
  PropertyName: parameterName,
  PropertyType: oneOf(FIELD_CODES),
  Value: scalar,
})

const integration = record({
  Identifier: identifier,
  DisplayName: displayName,
  MarketingDisplayName: displayName,
  Description: description,
  Version: version,
  PythonVersion: { const: 3 },
  MinimumSystemVersion: { type: 'number', minimum: 5.3 },
  'DocumentationLink?': link,
  Categories: listOf(filled),
  IntegrationProperties: properties,
  'ImageBase64?': base64,
  'SVGImage?': filled,
  ShouldInstalledInSystem: flag,
  IsAvailableForCommunity: flag,
  IsPowerUp: flag,
  IsCustom: flag,
  IsCertified: flag,
  GoogleSecOpsProduct: flag,
})

const action = record({
  Name: displayName,
  IntegrationIdentifier: identifier,
  Description: description,
  Creator: filled,
  IsAsync: flag,
  IsCustom: flag,
  IsEnabled: flag,
  Parameters: parameters({
    Name: parameterName,
    Type: oneOf(ACTION_CODES),
    DefaultValue: scalar,
    Value: scalar,
    IsMandatory: flag,
    Description: description,
    OptionalValues: { type: ['array', 'null'], items: text },
  }),
  DynamicResultsMetadata: listOf(record({ ResultName: filled, ResultExample: filled, ShowResult: flag })),
  ScriptResultName: resultName,
  'DefaultResultValue?': text,
  SimulationDataJson: filled,
  'DocumentationLink?': link,
  Version: version,
  AiDescription: filled,
  AiShortDescription: filled,
  ParametersDescription: filled,
  'AiCategories?': listOf(oneOf(['Enrichment', 'Remediation']), { minItems: 1 }),
  'EntityTypes?': listOf(filled, { minItems: 1 }),
  'OutcomeCategories?': listOf(oneOf(Object.values(OUTCOMES)), { minItems: 1 }),
})

const connector = record({
  Name: displayName,
  Integration: identifier,
  Description: description,
  Creator: filled,
  'DocumentationLink?': link,
  IsEnabled: flag,
  IsCustom: flag,
  IsConnectorRulesSupported: flag,
  Version: version,
  Parameters: parameters({
    Name: parameterName,
    Type: oneOf(FIELD_CODES),
    DefaultValue: scalar,
    Description: description,
    IsMandatory: flag,
    IsAdvanced: flag,
    Mode: oneOf(Object.values(MODES)),
  }),
  Rules: listOf(record({ RuleName: filled, RuleType: oneOf(Object.values(RULE_TYPES)) })),
})

const widget = record({
  Title: filled,
  Type: { const: 3 },
  Scope: oneOf([0, 1]),
  ActionIdentifier: displayName,
  Description: description,
  DefaultSize: oneOf(Object.values(WIDGET_SIZES)),
  DataDefinition: record({
    htmlContent: { const: '' },
    htmlHeight: { type: 'integer', minimum: 1 },
    safeRendering: flag,
    type: { const: 3 },
    widgetDefinitionScope: oneOf([0, 1, 2]),
  }),
  ConditionsGroup: record({
    Conditions: listOf(
      record({
        FieldName: filled,
        Value: text,
        MatchType: oneOf(MATCH_CODES),
        CustomOperatorName: orNull('string'),
      }),
    ),
    LogicalOperator: oneOf([0, 1]),
  }),
})

const details = record({
  Identifier: identifier,
  PackageName: displayName,
  DisplayName: displayName,
  Description: description,
  'DocumentationLink?': link,
  MinimumSystemVersion: { type: 'number', minimum: 5.3 },
  IntegrationProperties: properties,
  Actions: listOf(displayName),
  Connectors: listOf(displayName),
  Jobs: listOf(displayName),
  Widgets: listOf(displayName),
  Managers: listOf(filled),
  CustomFamilies: listOf(filled),
  MappingRules: listOf({ const: 'Default mapping rules' }, { maxItems: 1 }),
  ReleaseNotes: listOf(
    record({ Items: listOf(filled), Version: version, PublishTimeUnixTime: orNull('integer') }),
  ),
  Version: version,
  IsCustom: flag,
  ExampleUseCases: listOf(text),
})

const notes = listOf(
  record({
    ChangeDescription: filled,
    Deprecated: flag,
    IntroducedInIntegrationVersion: version,
    ItemName: filled,
    ItemType: filled,
    New: flag,
    PublishTime: orNull('integer'),
    Regressive: flag,
    Removed: flag,
    TicketNumber: text,
  }),
  { minItems: 1 },
)

const comparison = oneOf(Object.values(COMPARISONS))

const mapping = listOf(
  record({
    Source: filled,
    Product: filled,
    EventName: orNull('string'),
    SecurityEventFieldName: filled,
    TransformationFunction: oneOf(Object.values(TRANSFORMATIONS)),
    TransformationFunctionParam: text,
    RawDataPrimaryFieldMatchTerm: filled,
    RawDataPrimaryFieldComparisonType: comparison,
    RawDataSecondaryFieldMatchTerm: text,
    RawDataSecondaryFieldComparisonType: comparison,
    RawDataThirdFieldMatchTerm: text,
    RawDataThirdFieldComparisonType: comparison,
    IsArtifact: flag,
    ExtractionFunction: oneOf([0, 1, 2]),
    ExtractionFunctionParam: text,
  }),
)

/** Schemas of the package's own JSON files, by pattern of the path. */
export const builtSchemas: readonly [path: RegExp, schema: JsonSchema][] = [
  [/^Integration-[^/]+\.def$/, integration],
  [/^ActionsDefinitions\/[^/]+\.actiondef$/, action],
  [/^Connectors\/[^/]+\.connectordef$/, connector],
  [/^Widgets\/[^/]+\.json$/, widget],
  [/^[^/]+\.fulldetails$/, details],
  [/^RN\.json$/, notes],
  [/^DefaultMappingRules\/integration_mapping_rules\.json$/, mapping],
]
