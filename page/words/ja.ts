/** The phrases of the page, in Japanese. */
import { numberJa as number } from './count.ts'
import type { Words } from './en.ts'
import { run } from './ja/run.ts'

/** Phrases in Japanese. */
export const ja: Words = {
  nav: {
    actions: 'アクション',
    tables: '表',
    connectors: 'コネクタ',
    runs: '実行履歴',
    connections: '接続',
    templates: 'テンプレート',
    api: 'API',
  },
  frame: {
    navigation: 'ナビゲーション',
    views: '画面',
    setUp: '設定',
    skip: '本文へ移動',
    language: '言語',
    theme: { light: 'ライト', dark: 'ダーク' },
    connection: 'アクションを実行する接続',
    chooseConnection: '接続を選択してください',
    noConnection: '接続なし',
    unknownConnection: (name) =>
      `使用できる接続の中に「${name}」はありません。実行する前に別の接続を選択してください。`,
    unsettled: (n) => `結果が不明な変更: ${number(n)} 件`,
  },
  connectionKind: { production: '本番', test: 'テスト' },
  effect: {
    label: '影響',
    read: '読み取り',
    write: '変更',
    destructive: '取り消し不可',
    connector: 'コネクタ',
  },
  status: {
    queued: '待機中',
    running: '実行中',
    succeeded: '成功',
    failed: '失敗',
    partly: '一部成功',
    unknown: '不明',
    cancelled: 'キャンセル済み',
  },
  all: 'すべて',
  close: '閉じる',
  cancel: 'キャンセル',
  copy: 'コピー',
  copied: (what) => `${what}をコピーしました`,
  notCopied: 'ブラウザーがコピーを許可しませんでした。',
  tryAgain: '再試行',
  more: (n) => `続きを表示（残り ${number(n)} 文字）`,
  permission: '権限',
  unreachable: 'サーバーが応答しませんでした。サーバーが動作していることを確認してください。',
  notFound: { title: 'ページが見つかりません', text: 'このアドレスの画面はありません。' },
  signIn: {
    title: 'サインイン',
    text: 'soar serve が表示したリンクを開くか、アクセストークンを入力してください。',
    token: 'アクセストークン',
    submit: 'サインイン',
  },
  help: {
    title: 'キーボードショートカット',
    single: '1 文字のショートカット',
    keys: {
      '/': '検索',
      'Ctrl Enter': '実行、または確認画面を開く',
      'j k': '次の行、前の行',
      x: '行を選択',
      c: '行をコピー',
      '?': 'この一覧を表示',
      Esc: '閉じる',
    },
  },
  catalogue: {
    intro: 'テナントで実行できる操作です。読み取りは何も変更しません。変更は必ず事前に計画を表示します。',
    find: '名前、ID、パラメーター、項目で検索',
    found: (n) => `アクション ${number(n)} 件`,
    none: (search) => `「${search}」に一致するアクションはありません。`,
    action: 'アクション',
    last: '前回の実行',
    never: 'なし',
  },
  run,
}
