/** Phrases of the view of templates, in Japanese. */
import type { Words } from '../en.ts'

/** Phrases of the view of templates. */
export const templates: Words['templates'] = {
  intro: 'テンプレートを書くと、結果と参照するデータがわかります。テナントには何も送信されません。',
  template: 'テンプレート',
  result: '結果',
  noResult: 'テンプレートを評価できると、ここに結果が表示されます。',
  reads: '参照するデータ',
  readsNothing: 'データを参照しません。',
  states: { found: 'コンテキストにあります', missing: '未定義', 'at run': '実行時に設定されます' },
  available: 'コンテキスト内の名前',
}
