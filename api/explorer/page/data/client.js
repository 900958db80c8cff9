// The public GraphQL API: one function that asks, and the fault that it throws.
import { language } from "../words/words.js";
import { forgetToken, token } from "./token.js";

const ENDPOINT = new URL("graphql", document.baseURI);

/** What went wrong, with the API's stable code (or OFFLINE, where no answer came). */
export class Fault extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/**
 * The data that answers a query or mutation.
 *
 * Throws a Fault for the first error of the answer, and AbortError where `signal` says so.
 */
export async function ask(query, variables = {}, { signal } = {}) {
  const answer = await send(query, variables, signal);
  if (answer.errors?.length) {
    const [first] = answer.errors;
    throw new Fault(first.extensions?.code ?? "FAILED", first.message);
  }
  return answer.data;
}

/** The headers that say who asks, in which language; for /imports too. */
export function callerHeaders() {
  const secret = token();
  return {
    "Accept-Language": language.peek(),
    ...(secret ? { Authorization: `Bearer ${secret}` } : {}),
  };
}

async function send(query, variables, signal) {
  const secret = token();
  let response;
  try {
    response = await fetch(ENDPOINT, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...callerHeaders() },
      body: JSON.stringify({ query, variables }),
      credentials: "omit",
      signal,
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Fault("OFFLINE", String(error.message));
  }
  if (response.status === 401) forgetToken(secret);
  try {
    return await response.json();
  } catch {
    throw new Fault("OFFLINE", `HTTP ${response.status}`);
  }
}
