/** The contents of the package's JSON files (docs/platforms/secops-package.md#integration). */
import { pythonJson } from '../../../python.ts'
import {
  ACTION_TYPES,
  COMPARISONS,
  FIELD_TYPES,
  MATCH_TYPES,
  MODES,
  PYTHON,
  TRANSFORMATIONS,
  WIDGET_SIZES,
} from '../codes.ts'
import {
  actionPackage,
  integrationPackage,
  type MappingRule,
  type ReleaseNote,
  releaseNotes,
  type WidgetFacts,
} from '../facts.ts'
import { actionFields, configFields, connectorFields } from '../form.ts'
import { float, type PackageObject, sortedKeys } from '../json.ts'
import {
  actionsOf,
  connectorsOf,
  identifierOf,
  nameOf,
  type PackAction,
  type PackSource,
  versionOf,
} from '../source.ts'
import {
  categoriesFor,
  descriptionFor,
  outcomesFor,
  parametersFor,
  shortDescriptionFor,
} from './descriptions.ts'

/** The creator in every definition; the platform's own name for no particular person. */
export const CREATOR = 'admin'

/** Name of an action's result value, which playbooks use for branches. */
export const RESULT_NAME = 'is_success'

/** The result value of a script that sets none. */
export const DEFAULT_RESULT = 'False'

/** Entities of a simulation: none. */
export const SIMULATION = '{"Entities": []}'

/** Name of the JSON result. */
export const JSON_RESULT = 'JsonResult'

/** `Integration-<Identifier>.def`. */
export function integrationDefinition(source: PackSource): PackageObject {
  const { spec, logo, image } = source
  const facts = integrationPackage(spec)
  return {
    Identifier: identifierOf(spec),
    DisplayName: spec.name,
    MarketingDisplayName: spec.name,
    Description: spec.description,
    Version: float(versionOf(spec)),
    PythonVersion: PYTHON.code,
    MinimumSystemVersion: float(facts.minimum_system_version),
    DocumentationLink: spec.documentation,
    Categories: facts.categories,
    IntegrationProperties: properties(source),
    ...(image ? { ImageBase64: Buffer.from(image).toString('base64') } : {}),
    SVGImage: logo,
    ShouldInstalledInSystem: false,
    IsAvailableForCommunity: true,
    IsPowerUp: false,
    // The value that the platform's own packer writes for a package outside its marketplace.
    IsCustom: true,
    IsCertified: false,
    GoogleSecOpsProduct: false,
  }
}

const properties = (source: PackSource): PackageObject[] =>
  configFields(source).map(({ name, type, value, mandatory, description }) => ({
    IntegrationIdentifier: identifierOf(source.spec),
    IsMandatory: mandatory,
    PropertyDescription: description,
    PropertyDisplayName: name,
    PropertyName: name,
    PropertyType: FIELD_TYPES[type],
    Value: value,
  }))

/** `ActionsDefinitions/<File>.actiondef`. */
export function actionDefinition({ spec }: PackSource, action: PackAction): PackageObject {
  const { manifest } = action
  return {
    Name: nameOf(manifest),
    IntegrationIdentifier: identifierOf(spec),
    Description: manifest.description,
    Creator: CREATOR,
    IsAsync: false,
    IsCustom: false,
    IsEnabled: true,
    Parameters: actionFields(action).map(({ name, type, value, mandatory, description, options }) => ({
      Name: name,
      Type: ACTION_TYPES[type],
      DefaultValue: value,
      Value: value,
      IsMandatory: mandatory,
      Description: description,
      OptionalValues: options,
    })),
    DynamicResultsMetadata: [
      {
        ResultName: JSON_RESULT,
        ResultExample: pythonJson(sortedKeys(manifest.example.result)),
        ShowResult: true,
      },
    ],
    ScriptResultName: RESULT_NAME,
    DefaultResultValue: DEFAULT_RESULT,
    SimulationDataJson: SIMULATION,
    DocumentationLink: actionPackage(manifest).documentation ?? spec.documentation,
    Version: float(versionOf(spec)),
    AiDescription: descriptionFor(action),
    AiShortDescription: shortDescriptionFor(action),
    ParametersDescription: parametersFor(action),
    AiCategories: presentOnly(categoriesFor(action)),
    OutcomeCategories: presentOnly(outcomesFor(action)),
  }
}

/** The platform's own packer omits an empty list. */
const presentOnly = (values: string[]): string[] | undefined => (values.length ? values : undefined)

/** `Connectors/<File>.connectordef`. */
export function connectorDefinition(source: PackSource, connector: PackAction): PackageObject {
  const { spec } = source
  const { manifest } = connector
  const facts = actionPackage(manifest)
  return {
    Name: nameOf(manifest),
    Integration: identifierOf(spec),
    Description: manifest.description,
    Creator: CREATOR,
    DocumentationLink: facts.documentation ?? spec.documentation,
    IsEnabled: true,
    IsCustom: false,
    IsConnectorRulesSupported: facts.allow_list,
    Version: float(versionOf(spec)),
    Parameters: connectorFields(source, connector).map((field) => ({
      Name: field.name,
      Type: FIELD_TYPES[field.type],
      DefaultValue: field.value,
      Description: field.description,
      IsMandatory: field.mandatory,
      IsAdvanced: field.advanced,
      Mode: MODES[field.mode],
    })),
    Rules: [],
  }
}

/** `Widgets/<File>.json`; its HTML is next to the scripts. */
export function widgetDefinition(
  { spec }: PackSource,
  action: PackAction,
  facts: WidgetFacts,
): PackageObject {
  const name = nameOf(action.manifest)
  return {
    Title: `${identifierOf(spec)} - ${name}`,
    Type: 3,
    Scope: 0,
    ActionIdentifier: name,
    Description: facts.description,
    DefaultSize: WIDGET_SIZES[facts.size],
    DataDefinition: {
      htmlContent: '',
      htmlHeight: facts.height,
      safeRendering: false,
      type: 3,
      widgetDefinitionScope: 2,
    },
    ConditionsGroup: {
      Conditions: facts.when.map(({ match, value }) => ({
        FieldName: WIDGET_DATA,
        Value: value,
        MatchType: MATCH_TYPES[match],
        CustomOperatorName: null,
      })),
      LogicalOperator: 0,
    },
  }
}

/** The placeholder that the platform replaces with the text of the JSON result, in conditions and in the HTML. */
export const WIDGET_DATA = '[{stepInstanceName}.JsonResult]'

/** Milliseconds since 1970 of a day, in UTC. */
export const dayTime = (date: string): number => Date.parse(`${date}T00:00:00Z`)

/** `RN.json`. */
export const releaseNotesFile = ({ spec }: PackSource): PackageObject[] =>
  releaseNotes(spec).map((note) => ({
    ChangeDescription: note.description,
    Deprecated: note.deprecated ?? false,
    IntroducedInIntegrationVersion: float(note.version),
    ItemName: note.item ?? identifierOf(spec),
    ItemType: note.type ?? 'Integration',
    New: note.new ?? false,
    PublishTime: dayTime(note.date) / 1000,
    Regressive: note.regressive ?? false,
    Removed: note.removed ?? false,
    TicketNumber: '',
  }))

/** `<Identifier>.fulldetails`. */
export function fullDetails(source: PackSource, managers: readonly string[]): PackageObject {
  const { spec } = source
  const named = (actions: readonly PackAction[]) => actions.map(({ manifest }) => nameOf(manifest)).sort()
  const widgets = actionsOf(source).filter(({ manifest }) => actionPackage(manifest).widget)
  return {
    Identifier: identifierOf(spec),
    PackageName: spec.name,
    DisplayName: spec.name,
    Description: spec.description,
    DocumentationLink: spec.documentation,
    MinimumSystemVersion: float(integrationPackage(spec).minimum_system_version),
    IntegrationProperties: properties(source),
    Actions: named(actionsOf(source)),
    Connectors: named(connectorsOf(source)),
    Jobs: [],
    Widgets: named(widgets),
    Managers: [...managers].sort(),
    CustomFamilies: [],
    MappingRules: mappingRules(source).length ? ['Default mapping rules'] : [],
    ReleaseNotes: byVersion(releaseNotes(spec)).map((notes) => ({
      Items: notes.map(({ description }) => description),
      Version: float(notes[0]?.version ?? 0),
      PublishTimeUnixTime: Math.max(...notes.map(({ date }) => dayTime(date))),
    })),
    Version: float(versionOf(spec)),
    IsCustom: false,
    ExampleUseCases: [],
  }
}

const byVersion = (notes: readonly ReleaseNote[]): ReleaseNote[][] => [
  ...Map.groupBy(notes, ({ version }) => version).values(),
]

/** `DefaultMappingRules/integration_mapping_rules.json`. */
export const mappingRules = (source: PackSource): PackageObject[] =>
  connectorsOf(source).flatMap(({ manifest }) => {
    const { mapping, source: vendor = identifierOf(source.spec) } = actionPackage(manifest)
    return mapping.map((rule) => mappingRule(vendor, rule))
  })

function mappingRule(vendor: string, rule: MappingRule): PackageObject {
  const [primary = '', secondary = '', third = ''] = rule.from
  const comparison = COMPARISONS[rule.compare ?? 'equal']
  return {
    Source: vendor,
    Product: vendor,
    EventName: rule.event ?? null,
    SecurityEventFieldName: rule.field,
    TransformationFunction: TRANSFORMATIONS[rule.transform ?? 'to_string'],
    TransformationFunctionParam: rule.transform_param ?? '',
    RawDataPrimaryFieldMatchTerm: primary,
    RawDataPrimaryFieldComparisonType: comparison,
    RawDataSecondaryFieldMatchTerm: secondary,
    RawDataSecondaryFieldComparisonType: comparison,
    RawDataThirdFieldMatchTerm: third,
    RawDataThirdFieldComparisonType: comparison,
    IsArtifact: rule.artifact ?? false,
    ExtractionFunction: 0,
    ExtractionFunctionParam: '',
  }
}
