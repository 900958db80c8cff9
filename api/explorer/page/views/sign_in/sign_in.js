// Signing in with a key of the API. The key stays in this tab and is sent as a header alone.
import { ask } from "../../data/client.js";
import { forgetToken, keepToken } from "../../data/token.js";
import { html, useRef, useState } from "../../libraries/view.js";
import { FaultNote } from "../../parts/notes.js";
import { announce } from "../../shell/announce.js";
import { address } from "../../shell/router.js";
import { t } from "../../words/words.js";

export default function SignIn({ query }) {
  const [fault, setFault] = useState(null);
  const box = useRef();

  async function submit(event) {
    event.preventDefault();
    setFault(null);
    keepToken(box.current.value.trim());
    box.current.value = "";
    try {
      const { viewer } = await ask("{ viewer { role name } }");
      announce(t("signIn.done", { name: viewer.name }));
      location.hash = query.to?.startsWith("#/") ? query.to : address([]);
    } catch (error) {
      forgetToken();
      setFault(error);
    }
  }

  return html`<section class="narrow">
    <h1>${t("title.signIn")}</h1>
    <p>${t("signIn.about")}</p>
    <form class="stack" onSubmit=${submit}>
      <label for="key">${t("signIn.key")}</label>
      <input id="key" ref=${box} type="password" autocomplete="off" required spellcheck=${false} />
      <button class="main-button">${t("frame.signIn")}</button>
    </form>
    ${fault && html`<${FaultNote} fault=${fault} />`}
  </section>`;
}
