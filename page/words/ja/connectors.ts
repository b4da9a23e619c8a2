/** Phrases about connectors, in Japanese. */
import { numberJa as number } from '../count.ts'
import type { Words } from '../en.ts'

/** Phrases of the views of connectors. */
export const connectors: Words['connectors'] = {
  intro:
    'コネクタは新しいイベントを取得してアラートを作成します。プレビューでは、作成されるアラートを確認できます。',
  none: 'コネクタを持つ統合がありません。',
  preview: (connection) => `${connection} でプレビュー`,
  running: '取得中…',
  test: 'テスト実行です。何も保存されず、アラートは作成されません。',
  alerts: 'アラート',
  waiting: 'アラートはここに表示されます。',
  more: (n) => `ほかに ${number(n)} 件のアラートがあります`,
  others: '状態と件数',
}
