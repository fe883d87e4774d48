// An administrator's page: tokens, and no tips.

import { Refused, ask } from "./api.js";
import { announce, el, find } from "./dom.js";
import { named, say, time, moment } from "./words.js";

const linkTo = (secret) => `${location.origin}/desk#login=${encodeURIComponent(secret)}`;

export class TokenPanel {
  #problem = find("token-problem");
  #made = find("token-made");

  constructor() {
    find("token-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#try(() => this.#create());
    });
    find("token-done").addEventListener("click", () => {
      this.forget();
      find("token-name").focus();
    });
    for (const button of this.#made.querySelectorAll("[data-copy]")) {
      button.addEventListener("click", () => this.#copy(button));
    }
  }

  // Nothing that was shown once stays in the page.
  forget() {
    this.#made.hidden = true;
    find("made-link").value = find("made-token").value = "";
  }

  clear() {
    this.forget();
    find("token-rows").replaceChildren();
    find("token-form").reset();
  }

  reload() {
    return this.#try(async () => this.#show((await ask("GET", "/v1/tokens")).data.items));
  }

  async #create() {
    const given = { name: find("token-name").value.trim(), role: find("token-role").value };
    const { data } = await ask("POST", "/v1/tokens", given);
    find("made-link").value = linkTo(data.link);
    find("made-token").value = data.token;
    this.#made.hidden = false;
    this.#made.focus();
    find("token-form").reset();
    await this.reload();
  }

  #show(items) {
    const rows = [...items].reverse().map((token) => {
      const state = el("td", {});
      if (token.revoked_at) state.append(say("token_revoked", { at: moment(token.revoked_at) }));
      else state.append(say("token_valid"), " ", this.#revoker(token));
      return el("tr", { class: token.revoked_at ? "revoked" : "" },
        el("th", { scope: "row" }, token.name), el("td", {}, named("role", token.role)), el("td", {}, time(token.created_at)), state);
    });
    find("token-rows").replaceChildren(...rows);
  }

  #revoker(token) {
    const button = el("button", { type: "button", "aria-label": say("token_revoke_named", { name: token.name }) }, say("token_revoke"));
    button.addEventListener("click", () => {
      const dialog = find("revoke");
      find("revoke-name").textContent = `${token.name} · ${named("role", token.role)}`;
      dialog.returnValue = "no";
      dialog.showModal();
      dialog.addEventListener("close", () => {
        if (dialog.returnValue === "yes") this.#try(() => this.#revoke(token));
      }, { once: true });
    });
    return button;
  }

  async #revoke(token) {
    await ask("DELETE", `/v1/tokens/${encodeURIComponent(token.id)}`);
    await this.reload();
    announce(find("said"), say("token_did_revoke", { name: token.name }));
    find("tokens-title").focus();
  }

  async #copy(button) {
    const field = find(button.dataset.copy);
    const before = button.textContent;
    try {
      await navigator.clipboard.writeText(field.value);
      button.textContent = say("copied");
    } catch {
      field.select(); // no clipboard outside https
      button.textContent = say("copy_failed");
    }
    announce(find("said"), button.textContent);
    setTimeout(() => { button.textContent = before; }, 3000);
  }

  async #try(go) {
    this.#problem.textContent = "";
    try {
      await go();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.status === 401) return;
      const known = { 403: "forbidden", 400: "invalid", 422: "invalid", 429: "busy" };
      announce(this.#problem, say(known[error.status] ?? "failed"));
    }
  }
}
