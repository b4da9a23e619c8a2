/** Phrases about the HTTP API, in Japanese. */
import { numberJa as number } from '../count.ts'
import type { Words } from '../en.ts'

/** Phrases of the reference of the API. */
export const reference: Words['reference'] = {
  title: 'API',
  intro:
    'このサーバーが応答するすべてのリクエストです。2xx 以外のステータスは、テナントに何も送信されなかったことを示します。',
  find: 'パス、アクション、文字列で検索',
  none: (search) => `「${search}」に該当するリクエストはありません。`,
  deprecated: '非推奨',
  scope: 'スコープ:',
  parameters: 'パラメータ',
  places: { path: 'パス', query: 'クエリ', header: 'ヘッダー' },
  body: '本文',
  example: '例',
  responses: '応答',
  fields: (n) => `項目 ${number(n)} 件`,
}
