/** What French and Japanese readers meet: every text translated, plurals, dates, typography, and no English of ours inside. */
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { checkPhrases } from '../runtime/authoring/check/phrases.ts'
import { surveyIntegration } from '../runtime/authoring/survey.ts'
import { codes } from '../runtime/contract/codes.ts'
import * as en from '../runtime/i18n/locales/en.ts'
import * as fr from '../runtime/i18n/locales/fr.ts'
import * as ja from '../runtime/i18n/locales/ja.ts'
import { layoutOf } from '../runtime/integration/layout.ts'
import { readYaml } from '../runtime/integration/yaml/yaml.ts'
import { parseTemplate } from '../runtime/template/parse/parse.ts'
import { templateFromTree } from '../runtime/template/template.ts'
import { bank, customers, parcel } from './support/held.ts'
import { openMimecast } from './support/mimecast.ts'
import { filesIn, modulesIn, repository, textOf } from './support/sources.ts'

const LANGUAGES = ['fr', 'ja'] as const
type Language = (typeof LANGUAGES)[number]
const runtimes = { fr, ja }

interface Texts {
  name?: string
  description?: string
  deprecated?: string
  experimental?: string
  notes?: string[]
  parameters?: Record<string, { label: string; description: string }>
  config?: Texts['parameters']
  messages?: Record<string, string>
  phrases?: Record<string, string>
}

const yaml = (path: string): Texts => parse(textOf(path)) as Texts
const { actions } = layoutOf(filesIn('manifests'))
const overlays = Object.fromEntries(
  LANGUAGES.map((language) => [
    language,
    {
      ...yaml(`manifests/locales/${language}.yaml`),
      ...Object.fromEntries(actions.map(({ id, texts }) => [id, yaml(texts[language] ?? '')])),
    },
  ]),
) as Record<Language, Record<string, Texts>>
const ids = actions.map(({ id }) => id)
const english: Record<string, Texts> = Object.fromEntries([
  ...actions.map(({ id, manifest }) => [id, yaml(manifest)] as const),
  ['integration', yaml('integration.yaml')],
])

/** All texts of one action or of the integration, by their path. */
function textsOf(id: string, texts: Texts | undefined): [string, string][] {
  const {
    name,
    description,
    deprecated,
    experimental,
    notes = [],
    messages = {},
    parameters,
    config,
  } = texts ?? {}
  const fields = Object.entries(parameters ?? config ?? {}).flatMap(
    ([field, text]): [string, string | undefined][] => [
      [`${field}.label`, text.label],
      [`${field}.description`, text.description],
    ],
  )
  const all: [string, string | undefined][] = [
    ['name', id === 'integration' ? undefined : name],
    ['description', description],
    ['deprecated', deprecated],
    ['experimental', experimental],
    ...notes.map((note, index): [string, string] => [`notes.${index}`, note]),
    ...fields,
    ...Object.entries(messages),
  ]
  return all.flatMap(([path, text]) => (text === undefined ? [] : [[`${id}.${path}`, text]]))
}

const allTexts = (source: Record<string, Texts>): Map<string, string> =>
  new Map(Object.entries(source).flatMap(([id, texts]) => textsOf(id, texts)))

/** Texts with a sign for what is computed. */
const withoutCode = (text: string): string =>
  text.replace(/\{%.*?%\}/gs, '').replace(/\{\{.*?\}\}|\{\w+\}/gs, '□')

/** Every sentence of a language: those of overlays, of the runtime, and phrases of both. */
const everyText = (language: Language): string[] => [
  ...allTexts(overlays[language]).values(),
  ...Object.values(overlays[language].integration?.phrases ?? {}),
  ...Object.values(runtimes[language].errors),
  ...Object.values(runtimes[language].problems),
  ...Object.values(runtimes[language].phrases),
  ...Object.values(runtimes[language].remedies),
  ...Object.values(runtimes[language].reasons),
]

describe('nothing is left in English', () => {
  /** Labels that are the same in both languages, and names. */
  const SAME: Record<Language, readonly string[]> = {
    fr: [
      'Action',
      'Classifications',
      'Description',
      'ID',
      'Option',
      'Ping',
      'Route',
      'Source',
      'Type',
      'URL',
    ],
    ja: ['ID', 'Ping', 'URL'],
  }

  test.each(LANGUAGES)('every text of a manifest is there and differs from the English in %s', (language) => {
    const translated = allTexts(overlays[language])
    const wanted = [...allTexts(english)]
    expect(wanted.length).toBeGreaterThan(300)
    expect(wanted.filter(([path]) => !translated.has(path))).toEqual([])
    const same = wanted.filter(([path, text]) => translated.get(path) === text)
    expect(same.filter(([, text]) => !SAME[language].includes(text))).toEqual([])
  })

  test.each(LANGUAGES)('the runtime says everything in its own words in %s', (language) => {
    const { errors, problems, phrases } = en
    const tables = ['errors', 'problems', 'phrases'] as const
    const ours: Record<(typeof tables)[number], Record<string, string>> = { errors, problems, phrases }
    const same = tables.flatMap((table) =>
      Object.entries(runtimes[language][table]).flatMap(([key, text]) =>
        ours[table][key] === text ? [key] : [],
      ),
    )
    // The whole sentence is written where the error is thrown.
    const bare = Object.entries(errors).flatMap(([code, text]) => (text === '{reason}' ? [code] : []))
    expect(same).toEqual(bare)
    for (const [code, remedy] of Object.entries(runtimes[language].remedies))
      expect(remedy).not.toBe(codes[code as keyof typeof codes].remedy)
  })

  test('no English word hides in a French text, and no Japanese text is without Japanese', () => {
    const said = everyText('fr').map((text) => withoutCode(text).replace(/«[^»]*»|`[^`]*`/g, ''))
    expect(said.filter((text) => /\b(?:the|of|is|was|were|and|with|which|not|from)\b/.test(text))).toEqual([])
    const names = new Set(['Ping', 'ID', 'URL', '{reason}'])
    const plain = everyText('ja').filter(
      (text) => !names.has(text) && !/[\p{sc=Hira}\p{sc=Kana}\p{sc=Han}]/u.test(text),
    )
    expect(plain).toEqual([])
  })
})

describe('phrases', () => {
  const SAID = /\bphrase\(\s*(?:'((?:[^'\\]|\\.)*)'|("))/g
  const phrasesIn = (...folders: string[]): string[] => {
    const found = modulesIn(...folders).flatMap((path) => [...textOf(path).matchAll(SAID)])
    return [...new Set(found.map(([, phrase = '']) => phrase.replaceAll("\\'", "'")))].sort()
  }
  /** What has no words of its own needs no translation. */
  const hasWords = (phrase: string): boolean => /\p{L}/u.test(phrase.replace(/\{\w+\}/g, ''))
  const phraseModules = (...folders: string[]): string[] =>
    modulesIn(...folders).filter((path) => /\/phrases\.ts'|sdk\/index\.ts'/.test(textOf(path)))

  test('are literals, so that each is found here', () => {
    const modules = phraseModules('runtime', 'client', 'actions', 'connectors')
    expect(modules.length).toBeGreaterThan(30)
    const others = modules.flatMap((path) =>
      [...textOf(path).matchAll(/\bphrase\(\s*([^'\s])/g)].map(([call]) => `${path}: ${call}`),
    )
    expect(others).toEqual([])
  })

  test.each(LANGUAGES)(
    'of the client and the actions are all translated in %s, and no others',
    (language) => {
      const said = phrasesIn('client', 'actions', 'connectors').filter(hasWords)
      expect(said.length).toBeGreaterThan(50)
      expect(Object.keys(overlays[language].integration?.phrases ?? {}).sort()).toEqual(said)
    },
  )

  test.each(LANGUAGES)('of the runtime are all translated in %s, and no others', (language) => {
    const said = phraseModules('runtime').flatMap((path) =>
      [...textOf(path).matchAll(SAID)].map(([, phrase = '']) => phrase.replaceAll("\\'", "'")),
    )
    const wanted = [...new Set(said)].filter(hasWords).sort()
    expect(Object.keys(runtimes[language].reasons).sort()).toEqual(wanted)
  })

  test.each(LANGUAGES)('of the runtime have the same values in %s, left out together', (language) => {
    const values = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g))].sort()
    const parts = (text: string): string[][] =>
      [...text.matchAll(/\[\[(.*?)\]\]/g)].map(([, part = '']) => values(part)).sort()
    for (const [phrase, text] of Object.entries(runtimes[language].reasons))
      expect([phrase, values(text), parts(text)]).toEqual([phrase, values(phrase), parts(phrase)])
  })

  test('that one language lacks, or fills otherwise, are findings of soar check', async () => {
    const overlay = (locale: string, phrases: object) => ({
      locale,
      yaml: readYaml(`manifests/locales/${locale}.yaml`, JSON.stringify({ integration: { phrases } })),
    })
    const survey = await surveyIntegration(repository)
    const faults = checkPhrases({
      ...survey,
      overlays: [
        overlay('fr', { 'no {what}': 'pas de {quoi}', gone: 'parti' }),
        overlay('ja', { 'no {what}': '{what} なし' }),
      ],
    })
    expect(faults.map(({ file, message }) => [file, message])).toEqual([
      ['manifests/locales/fr.yaml', 'It has {quoi}; the English has {what}. Use the same ones.'],
      ['manifests/locales/ja.yaml', 'The phrase "gone" is missing in "ja". Translate it.'],
    ])
    expect(checkPhrases(survey)).toEqual([])
  })
})

describe('plurals and dates', () => {
  const window = { from: '2026-03-09T08:14:22+0000', to: '2026-03-10T08:14:22+0000' }
  const render = (language: Language, action: string, key: string, scope: object): string => {
    const source = overlays[language][action]?.messages?.[key] ?? ''
    return templateFromTree(parseTemplate(source)).render(
      { inputs: { limit: 1e9, page_size: 1e9 }, values: { window }, ...scope },
      { locale: language },
    )
  }
  const held = (language: Language, count: number) =>
    render(language, 'get-hold-message-list', 'success', { count })

  const FRENCH = ' dans Mimecast du 9 mars 2026 à 08:14:22 UTC au 10 mars 2026 à 08:14:22 UTC.'
  test.each([
    [0, '0 message retenu trouvé'],
    [1, '1 message retenu trouvé'],
    [2, '2 messages retenus trouvés'],
    [100, '100 messages retenus trouvés'],
    [12345, '12\u202f345 messages retenus trouvés'],
    [1_000_000, '1\u202f000\u202f000 de messages retenus trouvés'],
  ])('French counts %i as it counts: none is singular, a million takes "de"', (count, words) => {
    expect(held('fr', count)).toBe(words + FRENCH)
  })

  test.each([
    [0, '0 件'],
    [1, '1 件'],
    [2, '2 件'],
    [100, '100 件'],
    [12345, '12,345 件'],
  ])('Japanese counts %i with its counter', (count, words) => {
    expect(held('ja', count)).toBe(
      `Mimecast で 2026年3月9日 8:14:22 UTC から 2026年3月10日 8:14:22 UTC までの保留中のメッセージが ${words}見つかりました。`,
    )
  })

  test('every sentence that counts in English counts in French with one, many and other, in Japanese with other', () => {
    const counting = Object.entries(english).flatMap(([id, { messages = {} }]) =>
      Object.entries(messages).flatMap(([key, text]) =>
        text.includes('| plural(') ? [[id, key] as const] : [],
      ),
    )
    expect(counting.length).toBeGreaterThan(7)
    for (const [id, key] of counting) {
      const [french = '', japanese = ''] = LANGUAGES.map(
        (language) => overlays[language][id]?.messages?.[key],
      )
      const forms = [...french.matchAll(/plural\(\{(.*?)\}\)/g)].map(([, inner = '']) =>
        [...inner.matchAll(/"(\w+)":/g)].map(([, form]) => form),
      )
      expect([id, forms[0]]).toEqual([id, ['one', 'many', 'other']])
      expect(new Set(forms.map(String)).size).toBe(1)
      expect(japanese).toMatch(/plural\(\{"other": "# 件"\}\)/)
    }
  })

  test('the connector counts alerts and failures, each in its own number', () => {
    const scope = (alerts: number, failed: number) => ({
      result: { window, counts: { alerts, failed } },
      values: { more: true },
    })
    expect(render('fr', 'message-tracking', 'success', scope(1, 1))).toBe(
      '1 alerte récupérée depuis Mimecast pour les messages reçus du 9 mars 2026 à 08:14:22 UTC au 10 mars 2026 à 08:14:22 UTC. 1 message illisible. Il en reste\u00a0; relancez l’exécution.',
    )
    expect(render('ja', 'message-tracking', 'success', scope(0, 3))).toBe(
      'Mimecast から、2026年3月9日 8:14:22 UTC から 2026年3月10日 8:14:22 UTC までに受信したメールのアラートを 0 件取得しました。3 件は読み取れませんでした。まだ残りがあります。再度実行してください。',
    )
  })
})

describe('typography', () => {
  test('French has unbreakable blanks where it sets them, and its own apostrophe and quotes', () => {
    const texts = everyText('fr').map(withoutCode)
    expect(texts.length).toBeGreaterThan(400)
    expect(texts.filter((text) => / [:;?!»]|« /.test(text))).toEqual([])
    expect(texts.filter((text) => /\p{L}[;?!»]|«\p{L}/u.test(text.replace(/&\w+;/g, '')))).toEqual([])
    expect(texts.filter((text) => /\p{L}'\p{L}/u.test(text))).toEqual([])
    expect(texts.filter((text) => /"/.test(text))).toEqual([])
    const literals = allTexts(overlays.fr)
      .values()
      .flatMap((text) => text.match(/join\("[^"]*"\)/g) ?? [])
    expect([...literals].filter((text) => /« | »/.test(text))).toEqual([])
  })

  test('Japanese is polite and has full-width stops and brackets', () => {
    const messages = ids.flatMap((id) => Object.entries(overlays.ja[id]?.messages ?? {}))
    const endings = messages.map(([, text]) =>
      text
        .replace(/\{%.*?%\}/gs, '')
        .replace(/\{\{[^{}]*error\.reason[^{}]*\}\}。?$/, '')
        .trim(),
    )
    const open = endings.filter(
      (text) => !/(?:です|ます|ました|ません|でした|ください)。|理由:$|エラー:$|」。$/.test(text),
    )
    expect(open).toEqual([])
    const texts = everyText('ja').map(withoutCode)
    expect(
      texts.filter((text) => /[\p{sc=Hira}\p{sc=Kana}\p{sc=Han}][.,!?;]|である。|だ。/u.test(text)),
    ).toEqual([])
    expect(
      texts.filter((text) =>
        /[\p{sc=Hira}\p{sc=Han}](?=[A-Za-z0-9])|[A-Za-z0-9](?=[\p{sc=Hira}\p{sc=Han}])/u.test(text),
      ),
    ).toEqual([])
  })
})

describe('a failure', () => {
  const reasonOf = async (language: string, config: object) => {
    const { run } = await openMimecast()
    const result = await run('ping', {}, { locale: language, config })
    return result.output_message
  }
  const unreachable = { api_root: 'http://127.0.0.1:9', client_id: 'a', client_secret: 'b' }

  test.each([
    [
      'en',
      'Failed to connect to the Mimecast server! Error is Cannot reach 127.0.0.1:9: connection refused (ECONNREFUSED). Check the host name, the network and the proxy.',
    ],
    [
      'fr',
      'Échec de la connexion au serveur Mimecast\u00a0! Erreur\u00a0: 127.0.0.1:9 n’a pas pu être joint\u00a0: connexion refusée (ECONNREFUSED). Vérifiez le nom d’hôte, le réseau et le proxy.',
    ],
    [
      'ja',
      'Mimecast サーバーに接続できませんでした。エラー: 127.0.0.1:9 に接続できませんでした: 接続が拒否されました (ECONNREFUSED)。ホスト名、ネットワーク、プロキシを確認してください。',
    ],
  ])('of the network has one language, %s', async (language, sentence) => {
    expect(await reasonOf(language, unreachable)).toBe(sentence)
  })

  test.each([
    [
      'fr',
      'Mimecast a refusé les identifiants\u00a0: liaison (binding) expirée\u00a0: Access Token Expired. Créez une nouvelle clé d’accès et une nouvelle clé secrète pour l’utilisateur de service.',
    ],
    [
      'ja',
      'Mimecast が認証情報を拒否しました: バインディング (binding) の有効期限が切れています: Access Token Expired。サービス ユーザーのアクセスキーとシークレット キーを新しく作成してください。',
    ],
  ])('quotes Mimecast as it spoke and says the rest in %s', async (locale, reason) => {
    const tenant = await openMimecast({ generation: '1.0' })
    const fail = [{ errors: [{ code: 'err_xdk_binding_expired', message: 'Access Token Expired' }] }]
    tenant.simulator.fault({
      path: '/api/account/get-account',
      status: 418,
      body: { meta: { status: 418 }, data: [], fail },
    })
    const result = await tenant.run('ping', {}, { locale })
    expect(result.error).toMatchObject({ code: 'AUTH_FAILED', reason })
  })

  test.each([
    ['fr', 'il n’existe aucune règle avec l’ID « nope »'],
    ['ja', 'ID「nope」のポリシーはありません'],
  ])('of an action says its own words in %s', async (locale, words) => {
    const tenant = await openMimecast()
    const result = await tenant.run('get-policy', { policy_id: 'nope' }, { locale })
    expect(result.error?.reason).toContain(words.replaceAll('« ', '«\u00a0').replaceAll(' »', '\u00a0»'))
  })

  test.each([
    ['fr', /Champ inconnu\u00a0: «\u00a0actoin\u00a0»\. Vouliez-vous dire «\u00a0action\u00a0»/],
    ['ja', /不明なフィールド「actoin」です。「action」のことですか。/],
  ])('of the request itself follows the environment: %s', async (language, words) => {
    const { integration } = await openMimecast()
    const { runAction } = await import('../runtime/run/run-action.ts')
    const result = await runAction(integration, { actoin: 'ping' }, { env: { SOAR_LOCALE: language } })
    expect(result.output_message).toMatch(words)
  })
})

describe('what is no sentence stays as it is', () => {
  test('warnings of the result are in its language, lines of the log are English', async () => {
    const tenant = await openMimecast()
    const lines: string[] = []
    const log = {
      line: (level: string, _: object, message: string) => void (level === 'warn' && lines.push(message)),
      secret: () => {},
    }
    const result = await tenant.run('report-message', { message_id: parcel }, { locale: 'ja' }, { log })
    expect(result.warnings).toEqual([
      'Report Message は非推奨です。API 2.0 のドキュメントには、メッセージを報告する呼び出しがありません。それでも実行を試みました。',
    ])
    expect(lines).toEqual([
      'Report Message is deprecated: API 2.0 documents no call to report a message. It was tried all the same.',
    ])
  })

  test('rows are the same in every language, also where they say why', async () => {
    const results = []
    for (const locale of ['en', ...LANGUAGES]) {
      const tenant = await openMimecast()
      tenant.simulator.fault({ path: '/api/gateway/hold-release', fail_shape: 1, times: 1 })
      results.push(await tenant.run('release-message', { message_id: [parcel, bank, customers] }, { locale }))
    }
    const [first] = results
    for (const { json_result, error } of results) {
      expect(json_result).toEqual(first?.json_result)
      expect(error?.code).toBe(first?.error?.code)
    }
    expect(new Set(results.map((result) => result.output_message)).size).toBe(3)
  })
})
