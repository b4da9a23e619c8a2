/** Phrases about connections, in Japanese. */
import type { Words } from '../en.ts'

/** Phrases of the view of a connection. */
export const connections: Words['connections'] = {
  intro: 'テナントと認証情報です。このページは秘密の値を受け取らず、変更もできません。',
  none: '使用できる接続がありません。接続はサーバーの接続ファイルで定義します。',
  check: '再確認',
  checking: '確認しています。テナントに読み取りを 1 回送信します。',
  levels: { ok: '正常', warn: '警告', failed: '失敗', skipped: '未実施' },
  configuration: '構成',
  set: '設定済み',
  notSet: '未設定',
  from: { environment: '環境変数', default: '既定値' },
  origin: (origin) => `（${origin}）`,
  permissions: 'ロールに必要な権限',
  copyList: '一覧をコピー',
  list: '一覧',
}
