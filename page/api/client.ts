/** Sends requests to the server that serves the page. */
import { language } from '../app/language.ts'
import { ApiProblem, isAborted, type ProblemBody } from './problem.ts'

/** How a request is sent. */
interface CallOptions {
  body?: unknown
  headers?: Readonly<Record<string, string>>
  signal?: AbortSignal
}

/** A 2xx answer. */
export interface Answer<T> {
  status: number
  headers: Headers
  body: T
}

/**
 * Sends a request and reads its JSON answer.
 *
 * @throws ApiProblem for every other status. Its code is `ANSWER_LOST` if no answer came, or one that is not the server's,
 *   such as a proxy's error page
 */
export async function call<T>(method: string, path: string, options: CallOptions = {}): Promise<Answer<T>> {
  const response = await send(method, path, options)
  if (!response.ok) throw await problemIn(response)
  if (response.status === 204) return { status: 204, headers: response.headers, body: undefined as T }
  try {
    return { status: response.status, headers: response.headers, body: (await response.json()) as T }
  } catch (error) {
    if (isAborted(error)) throw error
    throw new ApiProblem(response.status, {})
  }
}

/** Sends a request and returns the answer as it comes, for streams and downloads. */
export async function send(method: string, path: string, options: CallOptions): Promise<Response> {
  const { body, headers, signal } = options
  const isJson = body !== undefined && !(body instanceof Blob || body instanceof FormData)
  try {
    return await fetch(path, {
      method,
      headers: {
        accept: 'application/json',
        'accept-language': language.value,
        ...(isJson && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: isJson ? JSON.stringify(body) : (body as Blob | FormData) }),
      ...(signal && { signal }),
      credentials: 'same-origin',
      cache: 'no-store',
    })
  } catch (error) {
    if (isAborted(error)) throw error
    throw new ApiProblem(0, {})
  }
}

/** The problem in an answer that is not 2xx. Without a problem body it is not the server's own answer. */
export async function problemIn(response: Response): Promise<ApiProblem> {
  const isOwn = /^application\/(?:problem\+)?json\b/.test(response.headers.get('content-type') ?? '')
  const body = isOwn ? await response.json().catch(() => ({})) : {}
  return new ApiProblem(response.status, body as ProblemBody, response.headers.get('location') ?? undefined)
}
