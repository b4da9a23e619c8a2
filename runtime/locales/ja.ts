/** ランタイム自身の日本語の文。キーと値は en.ts と同じ。 */
import type { errors as en, phrases as enPhrases, problems as enProblems } from './en.ts'

export const errors = {
  REQUEST_INVALID: 'リクエストを読み取れませんでした: {reason}',
  ACTION_UNKNOWN:
    '{integration} にアクション「{action}」はありません。[[「{nearest}」のことですか。]]`soar list` で一覧を表示できます。',
  INTEGRATION_INVALID: '{root} のインテグレーションは使用できません: {reason}',
  MANIFEST_INVALID: '「{action}」のマニフェストは使用できません: {problems}',
  CONFIG_INVALID: '構成が正しくありません: {problems}',
  TEMPLATE_FAILED: '「{where}」のテンプレートが失敗しました: {reason}',
  PARAMETER_INVALID: 'パラメータが正しくありません: {problems}',
  NOT_SUPPORTED: '{reason}',
  AUTH_FAILED: '{vendor} が認証情報を拒否しました: {reason}[[ {remedy}]]',
  PERMISSION_DENIED:
    '{vendor} が拒否しました: {reason}。[[この認証情報のロールには権限 {permission} が必要です。]]',
  VENDOR_REJECTED: '{vendor} が拒否しました: {reason}',
  RATE_LIMITED:
    '{vendor} へのリクエストが多すぎます。[[{seconds} 秒待つよう求められています。]]最後のリクエストは実行されていません。時間をおいて再実行してください。[[{vendor} の応答: {reason}]]',
  VENDOR_UNAVAILABLE:
    '{vendor} 側に問題があり、ステータス {status} が返されました[[（{attempts} 回）]]: {reason}。後で再実行してください。',
  RESPONSE_INVALID:
    '{url} の応答は {vendor} のものではありません: {reason}。アドレスと途中のプロキシを確認してください。',
  NETWORK_FAILED:
    '{host} に接続できませんでした: {reason}。ホスト名、ネットワーク、プロキシを確認してください。',
  CERTIFICATE_UNTRUSTED:
    '{host} の TLS 証明書は信頼されていません: {reason}。認証局を「ca_certificate」に指定するか、ホストの証明書を修正してください。',
  OUTCOME_UNKNOWN:
    'リクエストは {host} に送信されましたが、実行されたかどうかを示す応答がありません: {reason}。自動では再送していません。再実行する前にテナントを確認してください。',
  TIMED_OUT: '制限時間の {ms} ミリ秒が過ぎたため、実行を停止しました: {reason}',
  CANCELLED: '呼び出し元が実行を停止しました: {reason}',
  OUTPUT_INVALID:
    'アクションは実行されましたが、結果がマニフェストの定義と異なります: {problems} 結果はそのまま渡します。書き込みは繰り返さないでください。',
  INTERNAL: '内部の不具合により実行が停止しました: {reason}。この実行のログを添えて報告してください。',
} as const satisfies Record<keyof typeof en, string>

export const problems = {
  required: '「{name}」は必須ですが、指定されていません。',
  required_when: '「{other}」が {value} の場合、「{name}」は必須ですが、指定されていません。',
  unknown_parameter:
    'パラメータ「{name}」はありません。[[「{nearest}」のことですか。]]使用できるパラメータ: {allowed}。',
  given_twice: '「{name}」が「{first}」と「{second}」の両方で指定されています。どちらか一方にしてください。',
  type_string: '「{name}」は文字列で指定してください。受信した値: {received}。',
  type_integer: '「{name}」は整数で指定してください。受信した値: {received}。',
  type_number: '「{name}」は数値で指定してください。受信した値: {received}。',
  type_boolean: '「{name}」は true または false で指定してください。受信した値: {received}。',
  type_list: '「{name}」はリストまたはカンマ区切りの文字列で指定してください。受信した値: {received}。',
  type_json: '「{name}」は JSON で指定してください。受信した値: {received}（{detail}）。',
  type_object: '「{name}」はオブジェクトで指定してください。受信した値: {received}。',
  enum: '「{name}」は {allowed} のいずれかにしてください。受信した値: {received}。[[「{nearest}」のことですか。]]',
  const: '「{name}」は {allowed} でなければなりません。受信した値: {received}。',
  format_email:
    '「{name}」は user@example.com のようなメールアドレスで指定してください。受信した値: {received}。',
  format_url: '「{name}」は https://host/path のような URL で指定してください。受信した値: {received}。',
  format_domain: '「{name}」は example.com のようなドメインで指定してください。受信した値: {received}。',
  format_datetime:
    '「{name}」は 2026-03-09T08:14:22Z や 2026-03-09T08:14:22+09:00 のようにタイムゾーン付きの日時で指定してください。受信した値: {received}。',
  format_ip: '「{name}」は 192.0.2.7 のような IP アドレスで指定してください。受信した値: {received}。',
  format_other: '「{name}」は {format} の形式で指定してください。受信した値: {received}。',
  format_pem:
    '「{name}」は、証明書を 1 つ以上含む PEM テキストまたは PEM ファイルのパスで指定してください（{detail}）。受信した値: {received}。',
  format_base64:
    '「{name}」は、作成時に表示された base64 テキストをそのまま指定してください。指定された値は base64 ではありません。',
  credentials_missing: '認証情報が指定されていません。{first}、または {second} を指定してください。',
  credentials_mixed:
    '2 種類の認証情報（{first} と {second}）が指定されています。[[{incomplete} には {missing} がありません。]]完全な 1 組だけを指定するか、「{name}」でどちらを使うかを指定してください。',
  required_one: '「{name}」または「{other}」のどちらかは必須ですが、どちらも指定されていません。',
  only_one:
    '「{name}」と「{other}」が両方指定されていますが、指定できるのは一方だけです。どちらかを省いてください。',
  no_address:
    '「{name}」は {received} ですが、{kind} で使えるアドレスがありません。「{other}」[[または {allowed} のいずれか]]を指定してください。',
  minimum: '「{name}」は {limit} 以上にしてください。受信した値: {received}。',
  maximum: '「{name}」は {limit} 以下にしてください。受信した値: {received}。',
  min_length: '「{name}」は {limit} 文字以上にしてください。受信した値: {received}。',
  max_length: '「{name}」は {limit} 文字以下にしてください。受信した文字数: {length}。',
  min_items: '「{name}」は {limit} 件以上にしてください。受信した件数: {length}。',
  max_items: '「{name}」は {limit} 件以下にしてください。受信した件数: {length}。',
  pattern: '「{name}」は {pattern} に一致する必要があります。受信した値: {received}。',
  later_than: '「{name}」は「{other}」（{limit}）より後の時刻にしてください。受信した値: {received}。',
  not_allowed: '「{name}」はここでは使用できません。',
  other: '「{name}」: {detail}。受信した値: {received}。',
} as const satisfies Record<keyof typeof enProblems, string>

export const phrases = {
  dry_run: 'ドライラン: 何も送信していません。最初のリクエストは {method} {url} です。',
  dry_run_none: 'ドライラン: 何も送信していません。この入力ではリクエストは発生しません。',
  done: '{action}: 完了しました。',
  tls_off:
    '{host} の証明書は検証されません（verify_ssl が false）。通信経路上の第三者が内容を読み取り、改ざんできます。',
} as const satisfies Record<keyof typeof enPhrases, string>
