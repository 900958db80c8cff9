// A hook that keeps the answer to a query while the component is shown.
import { useEffect, useState } from "../libraries/view.js";
import { language } from "../words/words.js";
import { ask } from "./client.js";
import { signedIn } from "./token.js";

const NOTHING = { data: null, fault: null, of: null };

/**
 * The answer to a query, asked anew when its variables, the language or the viewer change.
 *
 * Answers that come too late are dropped. Until the new one is there, `data` holds the old.
 * Without a query (null) nothing is asked.
 *
 * Returns `{data, fault, loading, again}`.
 */
export function useQuery(query, variables = {}) {
  const [found, setFound] = useState(NOTHING);
  const [turn, setTurn] = useState(0);
  const key = JSON.stringify([query, variables, language.value, signedIn.value, turn]);
  useEffect(() => {
    if (query === null) return setFound(NOTHING);
    const stop = new AbortController();
    ask(query, variables, { signal: stop.signal }).then(
      (data) => setFound({ data, fault: null, of: key }),
      (fault) => {
        if (!stop.signal.aborted) setFound({ data: null, fault, of: key });
      },
    );
    return () => stop.abort();
  }, [key]);
  const loading = query !== null && found.of !== key;
  return { data: found.data, fault: found.fault, loading, again: () => setTurn(turn + 1) };
}
