/** Requests to the management API, as the person who is logged in. */

import type { Problem } from "./model/document";

/** Browsers take 64 KB for requests that outlive their page; a character may be three bytes. */
const LONGEST_TO_THE_END = 20_000;

/** A request that was answered with an error, or not at all (`status` 0). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly problems: readonly Problem[],
    readonly body: unknown,
  ) {
    super(problems.map((problem) => problem.remedy).join(" ") || reasonOf(status));
  }
}

export function get<T>(url: string, signal?: AbortSignal): Promise<T> {
  return request<T>("GET", url, undefined, signal);
}

export function post<T>(url: string, body: unknown, signal?: AbortSignal): Promise<T> {
  return request<T>("POST", url, body, signal);
}

export function put<T>(url: string, body: unknown, signal?: AbortSignal): Promise<T> {
  return request<T>("PUT", url, body, signal);
}

/** A write that goes on when the page goes away, where it is small enough for that. */
export function putToTheEnd<T>(url: string, body: unknown): Promise<T> {
  return request<T>("PUT", url, body, undefined, true);
}

async function request<T>(
  method: string,
  url: string,
  body: unknown,
  signal?: AbortSignal,
  toTheEnd = false,
): Promise<T> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (method !== "GET") headers["X-CSRFToken"] = token();
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const init: RequestInit = { method, headers, credentials: "same-origin" };
  if (body !== undefined) init.body = JSON.stringify(body);
  if (signal) init.signal = signal;
  if (toTheEnd && String(init.body).length < LONGEST_TO_THE_END) init.keepalive = true;
  const { response, answer } = await answered(url, init);
  if (!response.ok) throw new ApiError(response.status, problemsOf(answer), answer);
  return answer as T;
}

/** An answer that breaks off on its way is none. */
async function answered(
  url: string,
  init: RequestInit,
): Promise<{ response: Response; answer: unknown }> {
  try {
    const response = await fetch(url, init);
    return { response, answer: read(await response.text()) };
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ApiError(0, [], null);
  }
}

function read(text: string): unknown {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

function problemsOf(answer: unknown): readonly Problem[] {
  const errors = (answer as { errors?: readonly Problem[] } | null)?.errors;
  return Array.isArray(errors) ? errors : [];
}

function reasonOf(status: number): string {
  if (status === 0) return "The server can’t be reached.";
  if (status === 403) return "You may not do this, or you are logged out: reload the page.";
  return `The server answered with an error (${status}).`;
}

function token(): string {
  const given = document.querySelector<HTMLElement>("[data-csrf]")?.dataset.csrf;
  if (!given) throw new Error("the page has no CSRF token");
  return given;
}
