/** Phrases about the history of runs, in Japanese. */
import { numberJa as number } from '../count.ts'
import type { Words } from '../en.ts'

/** Phrases of the list of runs. */
export const runs: Words['runs'] = {
  intro: '使用できる接続でのすべての実行です。実行者、入力、結果を確認できます。',
  export: 'エクスポート',
  exporting: (n) => `エクスポート中: 現在 ${number(n)} 件`,
  unsettled: (n) => `結果が不明な変更が ${number(n)} 件あります。`,
  unsettledText: '送信されましたが、応答がありませんでした。自動で再送信されることはありません。',
  settle: '確認して記録する',
  find: '入力、メッセージ、実行者、ID、コードを検索',
  outcome: '結果',
  connection: '接続',
  allConnections: 'すべての接続',
  via: '開始元',
  allVias: 'ページ、API、MCP、表',
  vias: { page: 'ページ', api: 'API', mcp: 'MCP', table: '表' },
  with: '入力',
  who: '実行者',
  took: '所要時間',
  when: '日時 (UTC)',
  defaults: '既定値',
  items: (n) => `${number(n)} 件`,
  rows: (n) => `${number(n)} 行`,
  none: '該当する実行はありません。',
  noneYet: '実行はまだありません。アクションを実行すると、ここに表示されます。',
  shown: (n) => `${number(n)} 件`,
  more: '以前の実行を表示',
  remove: (filter) => `フィルター「${filter}」を外す`,
  filters: { action: 'アクション', actor: '実行者', case_id: 'ケース', code: 'コード' },
  only: (name, value) => `${name} ${value}`,
}
