// What surrounds every view: skip link, head with menu and search, and the view of the address.
import { may, viewer } from "../data/session.js";
import { forgetToken, token } from "../data/token.js";
import { html, useEffect, useRef } from "../libraries/view.js";
import { SearchBox } from "../parts/search_box.js";
import { VIEWS } from "../views.js";
import { language, t } from "../words/words.js";
import { Announced } from "./announce.js";
import { address, route } from "./router.js";
import { Stage } from "./stage.js";
import { switchTheme, theme } from "./theme.js";

export function Frame() {
  const view = shownView(route.value.path[0]);
  useEffect(() => {
    document.title = `${t(`title.${view.name}`)} · pearlnet`;
  }, [view.name, language.value]);
  return html`
    <a class="skip" href="#main" onClick=${skip}>${t("frame.skip")}</a>
    <${Head} view=${view} />
    <main id="main" tabindex="-1"><${Stage} view=${view} /></main>
    <${Announced} />
  `;
}

function shownView(path) {
  return VIEWS.find((item) => item.path === path) ?? VIEWS[0];
}

function skip(event) {
  event.preventDefault();
  document.getElementById("main").focus();
}

function Head({ view }) {
  return html`<header class="head">
    <a class="brand" href=${address([])}>
      <img src="explorer/style/mark.svg" alt="" width="22" height="22" />
      <span>pearlnet</span>
    </a>
    <nav class="menu" aria-label=${t("frame.menu")}>
      ${VIEWS.filter((item) => item.menu && may(item.right)).map(
        (item) => html`<a
          key=${item.name}
          href=${address([item.path])}
          aria-current=${item === view ? "page" : undefined}
          >${t(`menu.${item.name}`)}</a
        >`,
      )}
    </nav>
    <${SearchBox} />
    <div class="settings">
      <${LanguageSwitch} />
      <button class="quiet" onClick=${switchTheme} title=${t("frame.theme")} aria-label=${t("frame.theme")}>
        ${theme.value === "dark" ? "☀" : "☾"}
      </button>
      <${Who} />
    </div>
  </header>`;
}

/** Signing in leads back to what was looked at. */
function signInAddress() {
  const { path, query } = route.value;
  return path[0] === "sign-in" ? address(path, query) : address(["sign-in"], { to: address(path, query) });
}

function LanguageSwitch() {
  const other = language.value === "zh" ? "en" : "zh";
  return html`<button
    class="quiet"
    lang=${other}
    onClick=${() => {
      language.value = other;
    }}
  >
    ${other === "zh" ? "中文" : "English"}
  </button>`;
}

function Who() {
  const menu = useRef();
  if (viewer.value === null) return null;
  const { role, name } = viewer.value;
  const label = t(`role.${role.toLowerCase()}`);
  if (token() === null) {
    return html`<span class="who" title=${name}>${label}</span>
      <a class="quiet" href=${signInAddress()}>${t("frame.signIn")}</a>`;
  }
  return html`<details class="who-menu" ref=${menu}>
    <summary>${name} · ${label}</summary>
    <button class="quiet" onClick=${() => forgetToken()}>${t("frame.signOut")}</button>
  </details>`;
}
